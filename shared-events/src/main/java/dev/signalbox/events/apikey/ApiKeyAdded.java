package dev.signalbox.events.apikey;

import dev.signalbox.events.secret.SecretRef;

/** @param provider a name of the vendor catalogue */
public record ApiKeyAdded(ApiKeyId apiKeyId, String provider, ApiKeyDetails details, SecretRef secret, boolean enabled)
        implements ApiKeyEvent {}
