package dev.signalbox.events.signal;

/**
 * Somebody, on whichever node, committed events up to this position.
 *
 * @param position 0 when this node has just begun to listen: it may have missed any signal until then
 */
public record EventsAppended(long position) {}
