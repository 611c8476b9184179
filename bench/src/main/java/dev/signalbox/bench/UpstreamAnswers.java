package dev.signalbox.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What {@link Upstream} answers, made beforehand; each buffer is one write. */
final class UpstreamAnswers {

    private static final int CHUNKS = 50;

    static final ByteBuffer[] COMPLETION = {
        whole("""
            {"id":"chatcmpl-AbCdEf0123456789","object":"chat.completion","created":1741569952,"model":"gpt-4o-mini",\
            "choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null,"annotations":[]},\
            "logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":119,"completion_tokens":110,"total_tokens":229,\
            "prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},\
            "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}},\
            "service_tier":"default","system_fingerprint":"fp_b376dfbbd5"}""".formatted("One sentence of an answer that is as long as a real one may be. ".repeat(7)))
    };

    static final ByteBuffer[] MODELS = {
        whole("{\"object\":\"list\",\"data\":[{\"id\":\"gpt-4o-mini\",\"object\":\"model\",\"owned_by\":\"bench\"}]}")
    };

    static final ByteBuffer[] STREAM = stream();

    private UpstreamAnswers() {}

    private static ByteBuffer whole(String json) {
        return buffer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-request-id: req_1\r\nContent-Length: "
                + json.length() + "\r\n\r\n" + json);
    }

    /** The head comes with the first event, as servers do it. */
    private static ByteBuffer[] stream() {
        ByteBuffer[] writes = new ByteBuffer[CHUNKS + 1];
        for (int i = 0; i < CHUNKS; i++) {
            boolean last = i == CHUNKS - 1;
            String event = event("""
                    {"id":"chatcmpl-AbCdEf0123456789","object":"chat.completion.chunk","created":1741569952,\
                    "model":"gpt-4o-mini","choices":[{"index":0,"delta":%s,"logprobs":null,"finish_reason":%s}]}""".formatted(
                            last ? "{}" : "{\"content\":\" word %02d\"}".formatted(i), last ? "\"stop\"" : "null"));
            writes[i] = buffer(i == 0 ? head() + event : event);
        }
        writes[CHUNKS] = buffer(event("[DONE]") + "0\r\n\r\n");
        return writes;
    }

    private static String head() {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nx-request-id: req_1\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n";
    }

    private static String event(String data) {
        String event = "data: " + data + "\n\n";
        return Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
    }

    private static ByteBuffer buffer(String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
