package dev.signalbox.events.signal;

/** Since this node began to listen, {@link ViewAdvanced} has told the stored position of every view. */
public record ViewsKnown() {}
