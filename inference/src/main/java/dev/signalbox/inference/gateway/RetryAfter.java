package dev.signalbox.inference.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A provider's wish to be left alone.
 *
 * @param text as it said it, to be handed on; null when it said it in a way of its own
 */
record RetryAfter(Duration time, @Nullable String text) {

    private static final long LONGEST_SECONDS = 365L * 24 * 3600;

    /** Null when there is none, or none that can be understood. */
    static @Nullable RetryAfter of(HttpHeaders headers, Instant now) {
        String millis = headers.get("retry-after-ms");
        String text = headers.get(HttpHeaderNames.RETRY_AFTER);
        try {
            if (millis != null) {
                return of((long) Double.parseDouble(millis.strip()), text);
            }
            return text == null ? null : parse(text.strip(), now);
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable RetryAfter parse(String text, Instant now) {
        if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
            return of((long) (Math.min(LONGEST_SECONDS, Double.parseDouble(text)) * 1000), text);
        }
        Instant until =
                ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        return of(Duration.between(now, until).toMillis(), text);
    }

    private static @Nullable RetryAfter of(long millis, @Nullable String text) {
        return millis < 0 ? null : new RetryAfter(Duration.ofMillis(Math.min(millis, LONGEST_SECONDS * 1000)), text);
    }
}
