package dev.signalbox.events.signal;

/** Data keys are wrapped by another key now: whoever keeps sealed secrets has to fetch them again. */
public record KeysRewrapped() {}
