package dev.signalbox.events.token;

/** Query for what nodes authenticate by. @param changedSince only tokens with an event after this position */
public record FindTokens(long changedSince) {}
