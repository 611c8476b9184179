package dev.signalbox.inference.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
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
        List<String> headers = request.requestHeaders().getAll(HttpHeaderNames.ACCEPT);
        if (!headers.isEmpty() && headers.stream().noneMatch(Accepted::isOurs)) {
            throw new RequestRefused(OpenAiError.badRequest(
                    406,
                    "Answers are application/json or text/event-stream; 'Accept' names neither.",
                    null,
                    "not_acceptable"));
        }
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
