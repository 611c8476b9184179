package dev.signalbox.events.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * @param hash of the new token
 * @param previousValidUntil how long the one before it is still accepted, null for not at all; those before that are not
 */
public record TokenRotated(
        TokenId tokenId, TokenHash hash, @Nullable Instant previousValidUntil) implements TokenEvent {}
