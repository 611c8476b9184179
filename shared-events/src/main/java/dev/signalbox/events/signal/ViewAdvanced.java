package dev.signalbox.events.signal;

/** A view (or the routing snapshot of this node) has applied all events up to this position. */
public record ViewAdvanced(String view, long position) {}
