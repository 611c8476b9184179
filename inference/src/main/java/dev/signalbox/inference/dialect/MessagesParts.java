package dev.signalbox.inference.dialect;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Blocks of a user's message as parts of a chat message. */
final class MessagesParts {

    private MessagesParts() {}

    static void add(JsonNode block, String at, ArrayNode parts) {
        switch (Json.text(block, "type")) {
            case "text" -> text(Json.text(block, "text"), parts);
            case "image" ->
                parts.addObject()
                        .put("type", "image_url")
                        .putObject("image_url")
                        .put("url", url(block.path("source"), at));
            case "document" -> document(block, at, parts);
            default ->
                throw UntranslatableException.unsupported(
                        at,
                        at + ".content: only text, image, document and tool_result are possible with this provider.");
        }
    }

    private static void text(String text, ArrayNode parts) {
        if (!text.isEmpty()) {
            parts.addObject().put("type", "text").put("text", text);
        }
    }

    private static void document(JsonNode block, String at, ArrayNode parts) {
        JsonNode source = block.path("source");
        if (Json.text(source, "type").equals("text")) {
            text(Json.text(source, "data"), parts);
            return;
        }
        String data = url(source, at);
        if (!data.startsWith("data:")) {
            throw UntranslatableException.unsupported(
                    at, at + ".content: a document by its URL is not possible with this provider.");
        }
        String title = Json.text(block, "title");
        parts.addObject()
                .put("type", "file")
                .putObject("file")
                .put("filename", title.isEmpty() ? "document.pdf" : title)
                .put("file_data", data);
    }

    private static String url(JsonNode source, String at) {
        return switch (Json.text(source, "type")) {
            case "base64" -> "data:" + Json.text(source, "media_type") + ";base64," + Json.text(source, "data");
            case "url" -> Json.text(source, "url");
            default ->
                throw UntranslatableException.unsupported(
                        at, at + ".content: a source must be base64 or a URL with this provider.");
        };
    }
}
