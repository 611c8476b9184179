package dev.signalbox.events.signal;

import java.time.LocalDate;

/**
 * A node opened a secret to use it. Counted per day and key, not told per request; whoever counts tells the uses since it
 * told last, and keeps them when publishing this throws.
 *
 * @param day in UTC
 * @param entityType {@code server} or {@code api_key}
 * @param version which version of the secret
 */
public record SecretUsed(
        LocalDate day, String entityType, String entityId, int version, String fingerprint, long uses) {}
