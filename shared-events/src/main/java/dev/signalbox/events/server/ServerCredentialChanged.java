package dev.signalbox.events.server;

import dev.signalbox.events.secret.SecretRef;
import org.jspecify.annotations.Nullable;

/** @param credential the new one, null when it was cleared */
public record ServerCredentialChanged(
        ServerId serverId, @Nullable SecretRef credential) implements ServerEvent {}
