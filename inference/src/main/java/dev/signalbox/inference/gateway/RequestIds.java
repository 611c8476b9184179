package dev.signalbox.inference.gateway;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request is known by, here and at the provider.
 *
 * @param traceparent the client's, handed on; null when it sent none
 */
record RequestIds(String requestId, @Nullable String traceparent) {

    /** All zeros are the name of nothing. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private static final int LONGEST = 128;

    /** The client's own names where they are well formed. */
    static RequestIds of(HttpHeaders headers) {
        String id = headers.get("x-request-id");
        String trace = headers.get("traceparent");
        return new RequestIds(
                id != null && isFine(id) ? id : random(),
                trace != null && TRACEPARENT.matcher(trace).matches() ? trace : null);
    }

    /** For a request that can't be read. */
    static RequestIds ours() {
        return new RequestIds(random(), null);
    }

    private static boolean isFine(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c >= 128 || !Character.isLetterOrDigit(c) && "._:-".indexOf(c) < 0) {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= LONGEST;
    }

    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return "req-" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
