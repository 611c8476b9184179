package dev.signalbox.query.audit;

import org.jspecify.annotations.Nullable;

/** Texts as the audit log keeps them: some are what a client sent, and must not keep an entry out of the log. */
final class Texts {

    private static final int LONGEST = 255;

    private Texts() {}

    static @Nullable String clean(@Nullable Object value) {
        return value == null ? null : value.toString().replace("\0", "");
    }

    static @Nullable String cut(@Nullable Object value) {
        String text = clean(value);
        return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
