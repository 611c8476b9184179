package dev.signalbox.inference.gateway;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** How an API that clients speak looks in its streams and errors. */
enum ApiStyle {
    OPENAI {
        @Override
        SseEvent classify(byte[] data) {
            return SseEvent.of(data);
        }

        @Override
        boolean ends(String line) {
            return line.startsWith("data:") && endsBy(line.substring(5).stripLeading());
        }

        private static boolean endsBy(String payload) {
            return payload.equals("[DONE]") || payload.startsWith("{\"error\":{");
        }

        @Override
        byte[] json(OpenAiError error, RequestIds ids) {
            return error.json();
        }

        @Override
        byte[] event(OpenAiError error, RequestIds ids) {
            return error.event();
        }
    },

    /** OpenAI's responses, whose streams are of another kind than the rest of it. */
    RESPONSES {
        @Override
        SseEvent classify(byte[] data) {
            return ResponsesEvents.classify(data);
        }

        @Override
        boolean ends(String line) {
            return ResponsesEvents.ends(line);
        }

        @Override
        byte[] json(OpenAiError error, RequestIds ids) {
            return error.json();
        }

        @Override
        byte[] event(OpenAiError error, RequestIds ids) {
            return ResponsesEvents.error(error);
        }
    },

    ANTHROPIC {
        @Override
        SseEvent classify(byte[] data) {
            return AnthropicEvents.classify(data);
        }

        @Override
        boolean ends(String line) {
            return line.equals("event: message_stop") || line.equals("event: error");
        }

        @Override
        byte[] json(OpenAiError error, RequestIds ids) {
            return AnthropicError.of(error, ids).json();
        }

        @Override
        byte[] event(OpenAiError error, RequestIds ids) {
            String json = new String(json(error, ids), StandardCharsets.UTF_8);
            return ("event: error\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
        }
    };

    /** The list of models has one path for both APIs. */
    static ApiStyle of(String path, HttpHeaders headers) {
        return Models.isAt(path) && headers.contains(AnthropicHeaders.VERSION) ? ANTHROPIC : at(path);
    }

    /** Of an address that may be malformed. */
    static ApiStyle ofUri(String uri) {
        return at(uri.split("\\?", 2)[0]);
    }

    static ApiStyle at(String path) {
        String below =
                path.startsWith("/api/v1/llm/") ? path.substring(11) : path.startsWith("/v1/") ? path.substring(3) : "";
        boolean messages = below.equals("/messages") || below.startsWith("/messages/");
        return messages ? ANTHROPIC : below.equals("/responses") ? RESPONSES : OPENAI;
    }

    /** What an event is that comes before the first content. */
    abstract SseEvent classify(byte[] data);

    /** Whether a line after the first content says how the stream ended; only its beginning may be there. */
    abstract boolean ends(String line);

    abstract byte[] json(OpenAiError error, RequestIds ids);

    /** As the last event of a stream that has already begun. */
    abstract byte[] event(OpenAiError error, RequestIds ids);
}
