package dev.signalbox.events.activeprovider;

import dev.signalbox.events.Purpose;

/** Query for a purpose's active provider; the answer is the object that reads show, absent when none is set. */
public record FindActiveProvider(Purpose purpose) {}
