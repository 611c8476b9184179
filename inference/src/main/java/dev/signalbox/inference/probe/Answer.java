package dev.signalbox.inference.probe;

import org.jspecify.annotations.Nullable;

/** What a provider answered to a question of ours. Its body is read, never shown. */
record Answer(int status, @Nullable String retryAfter, byte[] body) {}
