package dev.signalbox.bench;

/** What the clients of {@link GatewayBench} ask for. */
enum Answer {
    JSON("request", ""),
    SSE("stream", "\"stream\":true,");

    /** What one of them is called. */
    final String unit;

    /** 600 bytes. */
    final String request;

    Answer(String unit, String fields) {
        this.unit = unit;
        this.request = request(fields);
    }

    /** 51 events, one every 10 ms, so that there is time to vanish. */
    static String pacedStream() {
        return request("\"stream\":true,\"user\":\"paced\",");
    }

    private static String request(String fields) {
        return """
                {"model":"gpt-4o-mini",%s"temperature":0.7,"max_tokens":256,\
                "messages":[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"%s"}]}""".formatted(fields, "Explain the water cycle. ".repeat(18));
    }
}
