package dev.signalbox.command.write;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header {@code If-Match} (RFC 9110, 13.1.1) with our version as the entity tag. */
public final class IfMatch {

    private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})\"");

    private IfMatch() {}

    /** The version it names; null for any. */
    public static @Nullable Long version(@Nullable String header) {
        if (header == null || header.equals("*")) {
            return null;
        }
        Matcher matcher = TAG.matcher(header.strip());
        if (!matcher.matches()) {
            throw new Rejection.Invalid("If-Match", "must be one ETag of an earlier answer, as \"3\", or *");
        }
        return Long.valueOf(matcher.group(1));
    }
}
