package dev.signalbox.inference.dialect;

import dev.signalbox.inference.upstream.Upstream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Embeddings in base64, which official clients ask for by themselves, from providers that may have only numbers: what comes
 * in numbers is put into base64, what comes in base64 passes through as it is.
 */
final class Base64Embeddings implements Dialect {

    static final String QUIRK = "float-embeddings";
    private static final byte[] NAME = Json.ascii("\"embedding\"");

    @Override
    public Translation translate(byte[] request, String model, Upstream upstream) {
        if (!upstream.hasQuirk(QUIRK)) {
            return new Embedded(null);
        }
        // refuses what it does not know
        ObjectNode floats = (ObjectNode) Json.request(request);
        floats.put("model", model).remove("encoding_format");
        return new Embedded(Json.bytes(floats));
    }

    private record Embedded(byte @Nullable [] body) implements Translation {

        @Override
        public byte[] answer(byte[] said) {
            return hasNumbers(said) ? inBase64(said) : said;
        }

        @Override
        public EventTranslator events() {
            throw new UnsupportedOperationException("Embeddings have no streams");
        }
    }

    private static byte[] inBase64(byte[] said) {
        JsonNode answer = Json.parse(said);
        for (JsonNode item : answer.path("data")) {
            if (item instanceof ObjectNode embedding && item.path("embedding").isArray()) {
                embedding.put("embedding", base64(item.path("embedding")));
            }
        }
        return Json.bytes(answer);
    }

    /** Little-endian floats, as OpenAI has them. */
    private static String base64(JsonNode numbers) {
        ByteBuffer floats = ByteBuffer.allocate(numbers.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (JsonNode number : numbers) {
            if (!number.isNumber()) {
                throw new MalformedAnswerException("An embedding of something else than numbers");
            }
            floats.putFloat(number.floatValue());
        }
        return Base64.getEncoder().encodeToString(floats.array());
    }

    /** By the first embedding in the answer, without parsing what may be megabytes. */
    private static boolean hasNumbers(byte[] said) {
        for (int at = 0; at <= said.length - NAME.length; at++) {
            if (matches(said, at)) {
                int next = afterBlanks(said, at + NAME.length);
                // "embedding" is the value of "object", too
                if (next < said.length && said[next] == ':') {
                    next = afterBlanks(said, next + 1);
                    return next < said.length && said[next] == '[';
                }
            }
        }
        return false;
    }

    private static boolean matches(byte[] said, int at) {
        return java.util.Arrays.equals(said, at, at + NAME.length, NAME, 0, NAME.length);
    }

    private static int afterBlanks(byte[] said, int at) {
        int next = at;
        while (next < said.length && Character.isWhitespace(said[next])) {
            next++;
        }
        return next;
    }
}
