package dev.signalbox.app.access;

import dev.signalbox.events.token.Role;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An identity provider whose tokens are accepted beside our own.
 *
 * @param issuer as its tokens name it; empty: none
 * @param audience one of these must be in a token; tokens that it makes for other applications are not for us
 * @param jwksUri where its keys are, when its discovery document is not to be asked
 * @param rolesClaim the path to a list of roles, or to a text with blanks between them; Keycloak's by default
 * @param rolePrefix what a role's name there begins with; {@code signalbox-admin} is {@code admin}
 * @param roleMapping further names there, and what they are here
 * @param userClaim the claim with the user's name
 * @param refresh how often its keys are fetched
 * @param clientId as which browsers sign in there; empty: they can't
 * @param clientSecret null for a public client, which PKCE alone protects
 * @param externalUrl the control plane as browsers see it; by default what they say
 * @param keysMaxAge how long keys are good for while it can't be reached
 */
@ConfigurationProperties("signalbox.oidc")
record OidcProperties(
        @Nullable String issuer,
        @DefaultValue List<String> audience,
        @Nullable URI jwksUri,
        @DefaultValue("realm_access.roles") String rolesClaim,
        @DefaultValue("signalbox-") String rolePrefix,
        @DefaultValue Map<String, Role> roleMapping,
        @DefaultValue("preferred_username") String userClaim,
        @DefaultValue("5m") Duration refresh,
        @DefaultValue("24h") Duration keysMaxAge,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable URI externalUrl) {

    boolean enabled() {
        return issuer != null && !issuer.isBlank();
    }

    String requiredIssuer() {
        if (issuer == null || issuer.isBlank()) {
            throw new IllegalStateException("There is no identity provider");
        }
        return issuer.strip();
    }
}
