package dev.signalbox.events.apikey;

import dev.signalbox.events.secret.SecretRef;

/** @param secret the new version */
public record ApiKeyRotated(ApiKeyId apiKeyId, SecretRef secret) implements ApiKeyEvent {}
