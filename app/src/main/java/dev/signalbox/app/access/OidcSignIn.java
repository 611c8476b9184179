package dev.signalbox.app.access;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The authorization code flow with PKCE (RFC 7636), as OpenID Connect has it. Needs a client id of the identity provider's. */
@Component
class OidcSignIn {

    private static final int PATIENCE_MILLIS = 5000;

    private final OidcProperties properties;
    private final IssuerClient issuer;
    private final Jwts jwts;

    OidcSignIn(OidcProperties properties, Jwts jwts) {
        this.properties = properties;
        this.issuer = new IssuerClient(properties);
        this.jwts = jwts;
    }

    /** What this browser has begun, and must bring back. */
    record Begun(State state, Nonce nonce, CodeVerifier verifier) {

        static Begun random() {
            return new Begun(new State(), new Nonce(), new CodeVerifier());
        }

        String cookie() {
            return state.getValue() + "." + nonce.getValue() + "." + verifier.getValue();
        }

        static Optional<Begun> of(String cookie) {
            // a verifier may have dots in it: it is the last
            String[] parts = cookie.split("\\.", 3);
            try {
                return parts.length == 3 && !parts[0].isEmpty() && !parts[1].isEmpty()
                        ? Optional.of(new Begun(new State(parts[0]), new Nonce(parts[1]), new CodeVerifier(parts[2])))
                        : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    boolean enabled() {
        String clientId = properties.clientId();
        return properties.enabled() && clientId != null && !clientId.isBlank();
    }

    /** Where the browser is to be sent. */
    URI begin(Begun begun, URI callback) throws IOException {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile"), clientId(), callback)
                .endpointURI(URI.create(
                        issuer.metadata().path("authorization_endpoint").asString("")))
                .state(begun.state())
                .nonce(begun.nonce())
                .codeChallenge(begun.verifier(), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /** Who has come back; nothing when the identity provider, or what it says, does not vouch for them. */
    Optional<Holder> finish(Begun begun, String code, URI callback) throws IOException {
        URI endpoint = URI.create(issuer.metadata().path("token_endpoint").asString(""));
        var grant = new AuthorizationCodeGrant(new AuthorizationCode(code), callback, begun.verifier());
        String secret = properties.clientSecret();
        TokenRequest request = secret == null || secret.isBlank()
                ? new TokenRequest.Builder(endpoint, clientId(), grant).build()
                : new TokenRequest.Builder(endpoint, new ClientSecretBasic(clientId(), new Secret(secret)), grant)
                        .build();
        HTTPRequest http = request.toHTTPRequest();
        http.setConnectTimeout(PATIENCE_MILLIS);
        http.setReadTimeout(PATIENCE_MILLIS);
        http.setFollowRedirects(false);
        try {
            if (!(OIDCTokenResponseParser.parse(http.send()) instanceof OIDCTokenResponse answer)) {
                return Optional.empty();
            }
            String idToken = answer.getOIDCTokens().getIDTokenString();
            String accessToken = answer.getOIDCTokens().getAccessToken().getValue();
            return jwts.signedIn(
                    idToken, accessToken, begun.nonce().getValue(), clientId().getValue());
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private ClientID clientId() {
        @Nullable String clientId = properties.clientId();
        return new ClientID(clientId == null ? "" : clientId);
    }
}
