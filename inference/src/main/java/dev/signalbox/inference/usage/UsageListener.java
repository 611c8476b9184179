package dev.signalbox.inference.usage;

/** Told of every request of a known caller at a known endpoint when it has ended. Called on an event loop: it must not block. */
public interface UsageListener {

    void ended(UsageRecord ended);
}
