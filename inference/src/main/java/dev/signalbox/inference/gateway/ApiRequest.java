package dev.signalbox.inference.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * A request as the bytes that came in, and where its model stands in them.
 *
 * @param model as the client says it, null when it does not
 * @param from where the model's value begins, or where a model is to be put in
 * @param to where the model's value ends
 * @param base64 whether embeddings are wanted so
 * @param usage whether the client asked for its stream's usage, and how to
 */
record ApiRequest(
        Endpoint endpoint,
        byte[] body,
        @Nullable String model,
        int from,
        int to,
        boolean stream,
        boolean base64,
        StreamOptions usage) {

    private static final byte[] INSERTED = ascii("\"model\":\"");
    private static final byte[] QUOTE_COMMA = ascii("\",");
    private static final byte[] QUOTE = ascii("\"");

    /** @throws RequestRefused with what is wrong with it */
    static ApiRequest scan(Endpoint endpoint, byte[] body) {
        Scan scan = new Scan(endpoint);
        try {
            TopLevel.scan(body, scan);
        } catch (StreamConstraintsException e) {
            throw refused("The request's JSON is nested too deeply, or a value in it is too long.", null);
        } catch (JacksonException e) {
            throw refused("The request's body is not a JSON object.", null);
        }
        if (scan.given.size() < endpoint.required().size()) {
            String name = scan.missing();
            throw refused("Missing required parameter: '" + name + "'.", name);
        }
        int first = afterBrace(body);
        return new ApiRequest(
                endpoint,
                body,
                scan.model,
                scan.from < 0 ? first : scan.from,
                scan.to,
                scan.stream,
                scan.base64,
                scan.options == null ? StreamOptions.absent(first) : scan.options);
    }

    /** Whether the choice of the model is left to us. */
    boolean leavesModelOpen() {
        return model == null || model.equals("default") || model.equals("auto");
    }

    /** The same bytes with this model, and with the question for the usage where that is to be asked. */
    ByteBuf forUpstream(String upstreamModel, boolean askUsage) {
        Splice named = upstreamModel.equals(model) ? null : naming(upstreamModel);
        Splice question = askUsage && stream && endpoint.hasStreamOptions() ? usage.question() : null;
        return Splice.apply(body, named, question);
    }

    private Splice naming(String upstreamModel) {
        byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(upstreamModel);
        boolean insert = to < 0;
        ByteBuf value = Unpooled.buffer(quoted.length + 12);
        value.writeBytes(insert ? INSERTED : QUOTE).writeBytes(quoted).writeBytes(insert ? QUOTE_COMMA : QUOTE);
        return new Splice(from, insert ? from : to, ByteBufUtil.getBytes(value));
    }

    /** Whether an event with nothing but the usage is kept from the client. */
    boolean hidesUsage() {
        return endpoint.hasStreamOptions() && !usage.asked();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int afterBrace(byte[] body) {
        int i = 0;
        while (body[i] != '{') {
            i++;
        }
        return i + 1;
    }

    static RequestRefused refused(String message, @Nullable String param) {
        return new RequestRefused(OpenAiError.badRequest(400, message, param, null));
    }

    private static final class Scan implements TopLevel.Member {
        private final Endpoint endpoint;
        private @Nullable String model;
        private int from = -1;
        private int to = -1;
        private boolean stream;
        private boolean base64;
        private @Nullable StreamOptions options;
        private final List<String> given = new ArrayList<>(2);

        Scan(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public void at(String name, JsonToken value, JsonParser json) {
            switch (name) {
                case "model" -> model(value, json);
                case "stream" -> stream(value);
                case "stream_options" -> options(value, json);
                case "encoding_format" ->
                    base64 = value == JsonToken.VALUE_STRING && json.getString().equals("base64");
                case "prompt", "conversation", "previous_response_id" -> kept(name, value);
                default -> required(name, value);
            }
        }

        /** What the provider keeps stands for the input of a response. */
        private void kept(String name, JsonToken value) {
            if (endpoint != Endpoint.RESPONSES) {
                required(name, value);
            } else if (value != JsonToken.VALUE_NULL && !given.contains("input")) {
                given.add("input");
            }
        }

        private void required(String name, JsonToken value) {
            Set<JsonToken> allowed = endpoint.required().get(name);
            if (allowed == null) {
                return;
            }
            if (!allowed.contains(value)) {
                String expected = allowed.stream().map(Scan::said).sorted().collect(Collectors.joining(" or "));
                throw refused("Invalid type for '" + name + "': expected " + expected + ".", name);
            }
            if (!given.contains(name)) {
                given.add(name);
            }
        }

        private String missing() {
            return endpoint.required().keySet().stream()
                    .filter(name -> !given.contains(name))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }

        private static String said(JsonToken token) {
            return switch (token) {
                case START_ARRAY -> "an array";
                case VALUE_NUMBER_INT -> "an integer";
                default -> "a string";
            };
        }

        private void model(JsonToken value, JsonParser json) {
            if (to >= 0) {
                throw refused("'model' is given twice.", "model");
            }
            boolean named = value == JsonToken.VALUE_STRING;
            if (!named && value != JsonToken.VALUE_NULL) {
                throw refused("Invalid type for 'model': expected a string.", "model");
            }
            from = (int) json.currentTokenLocation().getByteOffset();
            model = named ? json.getString() : null;
            to = (int) json.currentLocation().getByteOffset();
        }

        private void options(JsonToken value, JsonParser json) {
            if (options != null) {
                throw refused("'stream_options' is given twice.", "stream_options");
            }
            options = StreamOptions.read(value, json);
        }

        private void stream(JsonToken value) {
            if (!value.isBoolean() && value != JsonToken.VALUE_NULL) {
                throw refused("Invalid type for 'stream': expected a boolean.", "stream");
            }
            if (value == JsonToken.VALUE_TRUE && !endpoint.streams()) {
                throw refused("'stream' is not possible here.", "stream");
            }
            stream = value == JsonToken.VALUE_TRUE;
        }
    }
}
