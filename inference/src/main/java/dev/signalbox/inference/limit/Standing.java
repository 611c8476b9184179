package dev.signalbox.inference.limit;

import java.time.Duration;

/**
 * Where a client stands with one of its limits, as far as this node knows.
 *
 * @param reset when all of it is there again
 */
public record Standing(long limit, long remaining, Duration reset) {}
