package dev.signalbox.app.access;

import dev.signalbox.app.access.OidcSignIn.Begun;
import dev.signalbox.command.write.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Signing in at the identity provider: there and back. */
@RestController
@RequestMapping("/api/v1/session/oidc")
@Tag(name = "Session")
class OidcSessionController {

    private static final Logger LOG = LoggerFactory.getLogger(OidcSessionController.class);
    private static final String PATH = "/api/v1/session/oidc";
    private static final String COOKIE = "signalbox_oidc";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final OidcSignIn oidc;
    private final OidcProperties properties;
    private final SignIns signIns;
    private final SessionCookies cookies;

    OidcSessionController(OidcSignIn oidc, OidcProperties properties, SignIns signIns, SessionCookies cookies) {
        this.oidc = oidc;
        this.properties = properties;
        this.signIns = signIns;
        this.cookies = cookies;
    }

    @GetMapping
    @Operation(summary = "Sends the browser to the identity provider; 404 when none is configured")
    ResponseEntity<?> begin(HttpServletRequest http) {
        if (!oidc.enabled()) {
            return SignIns.problem(Problems.of(
                    HttpStatus.NOT_FOUND, "not-found", "No identity provider with a client id is configured."));
        }
        Begun begun = Begun.random();
        try {
            return ResponseEntity.status(HttpStatus.FOUND)
                    .location(oidc.begin(begun, callback(http)))
                    .header(HttpHeaders.SET_COOKIE, cookie(begun.cookie(), PATIENCE, http))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (IOException | IllegalArgumentException e) {
            return away(http, e);
        }
    }

    @GetMapping("/callback")
    @Operation(summary = "Where the identity provider sends the browser back to")
    ResponseEntity<?> finish(
            @RequestParam(name = "state", required = false) @Nullable String state,
            @RequestParam(name = "code", required = false) @Nullable String code,
            HttpServletRequest http) {
        Begun begun = begun(http).orElse(null);
        if (!oidc.enabled() || begun == null || state == null || code == null || !same(begun, state)) {
            return refused(http, "This sign-in was not begun by this browser, or too long ago. Begin again.");
        }
        try {
            Holder holder = oidc.finish(begun, code, callback(http)).orElse(null);
            if (holder == null) {
                return refused(http, "The identity provider does not vouch for this sign-in. Begin again.");
            }
            if (!SignIns.mayUseConsole(holder)) {
                return explained(http, "forbidden", signIns.withoutRole(http, holder));
            }
            HttpHeaders session = signIns.begin(http, holder, null).cookies();
            return ResponseEntity.status(HttpStatus.FOUND)
                    .location(URI.create("/"))
                    .headers(session)
                    .header(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO, http))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (IOException | IllegalArgumentException e) {
            return away(http, e);
        }
    }

    private ResponseEntity<?> refused(HttpServletRequest http, String detail) {
        return explained(
                http,
                "refused",
                signIns.refused(
                        http, "unauthorized", Map.of(), Problems.of(HttpStatus.UNAUTHORIZED, "unauthorized", detail)));
    }

    /** A person who ends here by following links gets the sign-in page, which says why; programs get the problem. */
    private static ResponseEntity<?> explained(HttpServletRequest http, String why, ResponseEntity<?> problem) {
        String accept = http.getHeader(HttpHeaders.ACCEPT);
        return accept == null || !accept.contains(MediaType.TEXT_HTML_VALUE)
                ? problem
                : ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .location(URI.create("/?sign_in=" + why))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build();
    }

    private static boolean same(Begun begun, String state) {
        return MessageDigest.isEqual(
                begun.state().getValue().getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Begun> begun(HttpServletRequest http) {
        Cookie[] cookies = http.getCookies();
        return (cookies == null ? Stream.<Cookie>empty() : Arrays.stream(cookies))
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .findFirst()
                .flatMap(cookie -> Begun.of(cookie.getValue()));
    }

    /** The provider knows the addresses that it may send to: a forged Host header leads nowhere. */
    private URI callback(HttpServletRequest http) {
        URI external = properties.externalUrl();
        String base = external == null
                ? http.getScheme() + "://" + http.getHeader(HttpHeaders.HOST)
                : external.toString().replaceAll("/+$", "");
        return URI.create(base + PATH + "/callback");
    }

    /** Lax: the way back begins on the provider's page, and a strict cookie would stay behind. */
    private String cookie(String value, Duration age, HttpServletRequest http) {
        return ResponseCookie.from(COOKIE, value)
                .httpOnly(true)
                .secure(cookies.secure(http))
                .sameSite("Lax")
                .path(PATH)
                .maxAge(age)
                .build()
                .toString();
    }

    private static ResponseEntity<?> away(HttpServletRequest http, Exception e) {
        LOG.warn("oidc=unreachable {}", e.toString());
        return explained(
                http,
                "unreachable",
                SignIns.problem(Problems.of(
                        HttpStatus.BAD_GATEWAY,
                        "identity-provider-unreachable",
                        "The identity provider can't be reached. Sign in with a token, or try again.")));
    }
}
