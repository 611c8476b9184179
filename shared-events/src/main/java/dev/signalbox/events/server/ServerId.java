package dev.signalbox.events.server;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A server's integer id; its text form is the aggregate identifier and never changes. */
public record ServerId(@JsonValue long value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ServerId {}

    @Override
    public String toString() {
        return "server-" + value;
    }
}
