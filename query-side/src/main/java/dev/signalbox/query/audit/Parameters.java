package dev.signalbox.query.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ResponseStatusException;

/** The parameters of one request; whatever is wrong with one is answered with its name. */
public record Parameters(MultiValueMap<String, String> all) {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** @return null when it is absent */
    public <T> @Nullable T one(String name, Function<String, T> parser) {
        List<T> values = any(name, parser);
        if (values.size() > 1) {
            throw malformed(name, "it may be given once only", null);
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    public <T> List<T> any(String name, Function<String, T> parser) {
        return all.getOrDefault(name, List.of()).stream()
                .map(text -> parse(name, text, parser))
                .toList();
    }

    static <T> T parse(String name, String text, Function<String, T> parser) {
        try {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("must not have NUL characters");
            }
            return parser.apply(text);
        } catch (NumberFormatException e) {
            throw malformed(name, "it must be a number", e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw malformed(name, String.valueOf(e.getMessage()), e);
        }
    }

    public static ResponseStatusException malformed(String name, String why, @Nullable Exception cause) {
        return new ResponseStatusException(
                HttpStatus.BAD_REQUEST, "The parameter " + name + " is malformed: " + why, cause);
    }

    public static Instant instant(String text) {
        try {
            return representable(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("it must be a time with its zone, as 2026-01-31T09:00:00Z", e);
        }
    }

    /** The database knows fewer years than Java does. */
    static Instant representable(Instant instant) {
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new IllegalArgumentException("the year must be from 1 to 9999");
        }
        return instant;
    }

    public static Long natural(String text) {
        long number = Long.parseLong(text);
        if (number < 0) {
            throw new IllegalArgumentException("must not be negative");
        }
        return number;
    }
}
