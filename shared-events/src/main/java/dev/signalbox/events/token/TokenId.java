package dev.signalbox.events.token;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A token's integer id; its text form is the aggregate identifier and never changes. */
public record TokenId(@JsonValue long value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TokenId {}

    @Override
    public String toString() {
        return "token-" + value;
    }
}
