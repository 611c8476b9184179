package dev.signalbox.events.routing;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.secret.SecretRef;
import org.jspecify.annotations.Nullable;

/**
 * One provider as the gateway sees it.
 *
 * @param name the server's name or the key's name
 * @param kind the server's type or the vendor's name, as on the wire
 * @param baseUrl a server's; null for an API key, whose vendor says it, unless it is given for this key
 * @param secret the credential to send, null when the provider needs none
 * @param model what to ask for when the client names none, null to leave it to the provider
 */
public record Route(
        ProviderRef provider,
        String name,
        String kind,
        @Nullable String baseUrl,
        @Nullable SecretRef secret,
        @Nullable String model,
        boolean enabled) {}
