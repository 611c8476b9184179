package dev.signalbox.inference.probe;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a key check found out. */
enum KeyVerdict {
    VALID("The key is valid"),
    INVALID("The vendor does not accept this key"),
    NO_FUNDS("The key is known, but its account has no funds"),
    LIMITED("The key is known, but limited"),
    UNKNOWN("Nothing was found out about the key");

    private final String message;

    KeyVerdict(String message) {
        this.message = message;
    }

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String message() {
        return message;
    }

    /** Whether the vendor knows the key: whatever it may do, it is no wrong one. */
    boolean isSuccess() {
        return this == VALID || this == LIMITED;
    }
}
