package dev.signalbox.inference.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import reactor.netty.http.server.HttpServerRequest;

/** What a client can read. Many say nothing, or JSON even when they want a stream: only who can read neither is told so. */
final class Accepted {

    private static final Set<String> OURS =
            Set.of("*/*", "application/*", "application/json", "text/*", "text/event-stream", "*");

    private Accepted() {}

    /** @throws RequestRefused with 406 */
    static void require(HttpServerRequest request) {
        if (!isFine(request.requestHeaders())) {
            throw new RequestRefused(OpenAiError.badRequest(
                    406,
                    "Answers are application/json or text/event-stream; 'Accept' names neither.",
                    null,
                    "not_acceptable"));
        }
    }

    static boolean isFine(HttpHeaders headers) {
        String only = headers.get(HttpHeaderNames.ACCEPT);
        if (only == null || OURS.contains(only)) {
            return true;
        }
        List<String> all = headers.getAll(HttpHeaderNames.ACCEPT);
        return all.stream().anyMatch(Accepted::isOurs);
    }

    private static boolean isOurs(String header) {
        if (header.isBlank()) {
            return true;
        }
        for (String range : header.split(",")) {
            if (OURS.contains(range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
