package dev.signalbox.app.access;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the identity provider: by its discovery document where its keys are, and for them. Follows no redirect. */
class IssuerClient {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 1024 * 1024;

    private final OidcProperties properties;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    IssuerClient(OidcProperties properties) {
        this.properties = properties;
    }

    JWKSet keys() throws IOException, ParseException {
        URI configured = properties.jwksUri();
        URI keys = configured == null ? URI.create(metadata().path("jwks_uri").asString("")) : configured;
        return JWKSet.parse(get(keys));
    }

    JsonNode metadata() throws IOException {
        String issuer = properties.requiredIssuer();
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        JsonNode metadata;
        try {
            metadata = JsonMapper.shared().readTree(get(URI.create(base + "/.well-known/openid-configuration")));
        } catch (JacksonException e) {
            throw new IOException("The discovery document is no JSON", e);
        }
        String named = metadata.path("issuer").asString("");
        if (!named.equals(issuer)) {
            throw new IOException("The discovery document is of another issuer: " + named);
        }
        return metadata;
    }

    private String get(URI uri) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(PATIENCE)
                    .header("Accept", "application/json")
                    .build();
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException(uri + " answers with status " + response.statusCode());
                }
                return new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("No address: " + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
