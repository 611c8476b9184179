package dev.signalbox.inference.dialect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The content of a chat message, a text or parts, as Anthropic's blocks. */
final class ChatParts {

    private static final Pattern DATA = Pattern.compile("data:([^;,]+)(?:;[^;,]*)*;base64,", Pattern.CASE_INSENSITIVE);

    private ChatParts() {}

    /** @param at what to call it when it is wrong */
    static void add(JsonNode content, String at, ArrayNode blocks) {
        if (content.isString()) {
            text(content.asString(), blocks);
        } else if (content.isArray()) {
            for (JsonNode part : content) {
                part(part, at, blocks);
            }
        } else if (!content.isNull() && !content.isMissingNode()) {
            throw UntranslatableException.wrong(at, "Invalid type for '" + at + "': expected a string or an array.");
        }
    }

    private static void part(JsonNode part, String at, ArrayNode blocks) {
        int before = blocks.size();
        switch (Json.text(part, "type")) {
            case "text" -> text(Json.text(part, "text"), blocks);
            case "refusal" -> text(Json.text(part, "refusal"), blocks);
            case "image_url" -> blocks.add(image(part.path("image_url"), at));
            case "file" -> blocks.add(document(part.path("file"), at));
            default ->
                throw UntranslatableException.unsupported(
                        at,
                        "A part of type '" + shortened(Json.text(part, "type"))
                                + "' is not possible with this provider: Anthropic's API has texts, images and documents.");
        }
        // a hint for the prompt cache, as clients of several vendors send it with OpenAI's shape
        if (blocks.size() > before
                && Json.has(part, "cache_control")
                && blocks.get(before) instanceof ObjectNode block) {
            block.set("cache_control", part.path("cache_control"));
        }
    }

    /** Empty texts are refused there. */
    private static void text(String text, ArrayNode blocks) {
        if (!text.isEmpty()) {
            blocks.addObject().put("type", "text").put("text", text);
        }
    }

    private static ObjectNode image(JsonNode image, String at) {
        String url = image.isString() ? image.asString() : Json.text(image, "url");
        return source("image", url, at);
    }

    private static ObjectNode document(JsonNode file, String at) {
        if (Json.has(file, "file_id")) {
            throw UntranslatableException.unsupported(
                    at, "A file by its id is not possible with this provider: send it as 'file_data'.");
        }
        ObjectNode document = source("document", Json.text(file, "file_data"), at);
        if (Json.has(file, "filename")) {
            document.put("title", Json.text(file, "filename"));
        }
        return document;
    }

    private static ObjectNode source(String type, String url, String at) {
        ObjectNode block = Json.object().put("type", type);
        ObjectNode source = block.putObject("source");
        Matcher data = DATA.matcher(url);
        if (data.lookingAt()) {
            source.put("type", "base64").put("media_type", data.group(1).toLowerCase(java.util.Locale.ROOT));
            source.put("data", url.substring(data.end()));
        } else if (url.startsWith("https://") || url.startsWith("http://")) {
            source.put("type", "url").put("url", url);
        } else {
            throw UntranslatableException.wrong(
                    at, "An " + type + " in '" + at + "' is neither an http(s) URL nor a base64 data URL.");
        }
        return block;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40);
    }
}
