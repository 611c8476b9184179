package dev.signalbox.app.access;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.signalbox.app.StartupRefusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/** Tokens of an identity provider (OIDC): signed by one of its keys, for us, and valid now. */
@Component
class Jwts implements DisposableBean {

    /** Asymmetric ones alone: what verifies must never be able to sign. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final OidcProperties properties;
    private final Clock clock;
    private final JwtHolders holders;
    private final @Nullable IssuerKeys keys;
    private final @Nullable NimbusJwtDecoder decoder;
    private final @Nullable ScheduledExecutorService fetcher;

    Jwts(OidcProperties properties, AccessProperties access, Clock clock) {
        this.properties = properties;
        this.clock = clock;
        this.holders = new JwtHolders(properties);
        if (!properties.enabled()) {
            keys = null;
            decoder = null;
            fetcher = null;
            return;
        }
        if (properties.audience().stream().allMatch(String::isBlank)) {
            throw new StartupRefusal("An OIDC issuer is set, but no audience: every token that it makes for any"
                    + " application would be good here. Set SIGNALBOX_OIDC_AUDIENCE.");
        }
        keys = new IssuerKeys(
                new IssuerClient(properties),
                new KeysCopy(access.home().resolve("oidc-keys.json").toAbsolutePath()),
                properties.keysMaxAge(),
                clock);
        decoder = decoder(keys, properties.audience());
        fetcher = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("oidc-keys").daemon().factory());
        fetcher.scheduleWithFixedDelay(keys::refresh, 0, properties.refresh().toMillis(), TimeUnit.MILLISECONDS);
    }

    private NimbusJwtDecoder decoder(IssuerKeys known, List<String> audiences) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, known));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        // the validators below do that
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        NimbusJwtDecoder made = new NimbusJwtDecoder(processor);
        JwtTimestampValidator times = new JwtTimestampValidator();
        times.setClock(clock);
        times.setAllowEmptyExpiryClaim(false);
        made.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                times,
                new JwtIssuerValidator(properties.requiredIssuer()),
                new JwtClaimValidator<@Nullable List<String>>(
                        JwtClaimNames.AUD,
                        audience -> audience != null && audience.stream().anyMatch(audiences::contains))));
        return made;
    }

    /**
     * Whose token it is.
     *
     * @param mayWait whether this thread may ask the identity provider when it has a new key; else that is done meanwhile
     */
    Optional<Holder> find(String token, boolean mayWait) {
        NimbusJwtDecoder known = decoder;
        if (known == null || token.indexOf('.') < 0) {
            return Optional.empty();
        }
        fetchIfNew(token, mayWait);
        try {
            Jwt jwt = known.decode(token);
            return Optional.of(holders.of(jwt));
        } catch (JwtException e) {
            return Optional.empty();
        }
    }

    /**
     * Who has just signed in: the ID token says that, for this browser's sign-in and for our client; the roles are those of the
     * access token, when that is one for us.
     */
    Optional<Holder> signedIn(String idToken, String accessToken, String nonce, String clientId) {
        IssuerKeys known = keys;
        if (known == null) {
            return Optional.empty();
        }
        fetchIfNew(idToken, true);
        try {
            Jwt id = decoder(known, List.of(clientId)).decode(idToken);
            if (!MessageDigest.isEqual(
                    nonce.getBytes(StandardCharsets.UTF_8),
                    String.valueOf(id.getClaimAsString("nonce")).getBytes(StandardCharsets.UTF_8))) {
                return Optional.empty();
            }
            Holder user = holders.of(id);
            return Optional.of(find(accessToken, true)
                    .filter(access -> access.tokenId().equals(user.tokenId()))
                    .orElse(user));
        } catch (JwtException e) {
            return Optional.empty();
        }
    }

    private void fetchIfNew(String token, boolean mayWait) {
        IssuerKeys known = keys;
        ScheduledExecutorService background = fetcher;
        if (known == null || background == null || known.knows(keyId(token))) {
            return;
        }
        if (mayWait) {
            known.refreshIfDue();
        } else {
            background.execute(known::refreshIfDue);
        }
    }

    private static @Nullable String keyId(String token) {
        try {
            JWSHeader header = SignedJWT.parse(token).getHeader();
            return header.getKeyID();
        } catch (ParseException e) {
            return null;
        }
    }

    @Override
    public void destroy() {
        ScheduledExecutorService running = fetcher;
        if (running != null) {
            running.shutdownNow();
        }
    }
}
