package dev.signalbox.events.server;

import dev.signalbox.events.secret.SecretRef;
import org.jspecify.annotations.Nullable;

/** @param credential null when the server needs none */
public record ServerRegistered(
        ServerId serverId, ServerDetails details, @Nullable SecretRef credential, boolean enabled)
        implements ServerEvent {}
