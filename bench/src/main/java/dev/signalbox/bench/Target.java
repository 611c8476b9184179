package dev.signalbox.bench;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is measured, and the process that answers. */
record Target(String name, String url, Map<String, String> headers, ProcessHandle process) {

    static final String PATH = "/v1/chat/completions";

    static Target of(String name, String base, String token, ProcessHandle process) {
        return new Target(name, base + PATH, Map.of("Authorization", "Bearer " + token), process);
    }

    /** @param text {@code NAME=URL|Header: value|…}; {@code UPSTREAM} in a value is the upstream's URL */
    static Target peer(String text, String upstream) {
        if (!text.matches("[^=|]+=http://[^|]+:\\d+/[^|]*(\\|[^|:]+:[^|]*)*")) {
            throw new IllegalArgumentException("No NAME=http://HOST:PORT/PATH|Header: value|…: " + text);
        }
        String[] parts = text.split("\\|");
        String[] named = parts[0].split("=", 2);
        Map<String, String> headers = new LinkedHashMap<>(Map.of("Authorization", "Bearer sk-bench"));
        for (int i = 1; i < parts.length; i++) {
            String[] header = parts[i].split(":\\s*", 2);
            headers.put(header[0], header[1].replace("UPSTREAM", upstream));
        }
        return new Target(
                named[0], named[1], headers, Listener.of(URI.create(named[1]).getPort()));
    }
}
