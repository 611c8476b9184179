package dev.signalbox.events.apikey;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An API key's integer id; its text form is the aggregate identifier and never changes. */
public record ApiKeyId(@JsonValue long value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ApiKeyId {}

    @Override
    public String toString() {
        return "api-key-" + value;
    }
}
