package dev.signalbox.events.signal;

/** Somebody, on whichever node, committed events up to this position. */
public record EventsAppended(long position) {}
