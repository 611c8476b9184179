package dev.signalbox.app.access;

import dev.signalbox.command.write.Problems;
import dev.signalbox.command.write.RequestMetadata;
import dev.signalbox.events.signal.MetadataKeys;
import dev.signalbox.events.token.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Signing in and out with a browser. */
@RestController
@RequestMapping("/api/v1/session")
@Tag(name = "Session")
class SessionController {

    private final Tokens tokens;
    private final SignIns signIns;
    private final SessionCookies cookies;
    private final SignInGuard guard;
    private final OidcSignIn oidc;

    SessionController(Tokens tokens, SignIns signIns, SessionCookies cookies, SignInGuard guard, OidcSignIn oidc) {
        this.tokens = tokens;
        this.signIns = signIns;
        this.cookies = cookies;
        this.guard = guard;
        this.oidc = oidc;
    }

    record SignInRequest(@NotBlank @Size(max = 8192) String token) {
        @Override
        public String toString() {
            return "SignInRequest";
        }
    }

    /** @param expiresAt when it ends at the latest; null for a token that does not end */
    record Session(
            String user, List<String> roles, @Nullable Instant expiresAt) {
        static Session of(Holder holder) {
            return new Session(
                    holder.name(),
                    holder.roles().stream().map(Role::wireName).sorted().toList(),
                    holder.expiresAt());
        }
    }

    @PostMapping
    @Operation(
            summary = "Sign in with a token: the answer sets an HttpOnly cookie",
            description = "Writes with the cookie repeat the cookie XSRF-TOKEN in the header X-XSRF-TOKEN. After five"
                    + " failures from one address there is 429 with Retry-After.")
    ResponseEntity<?> signIn(@Valid @RequestBody SignInRequest request, HttpServletRequest http) {
        String client = RequestMetadata.of(http).getOrDefault(MetadataKeys.CLIENT_ADDRESS, "unknown");
        Duration wait = guard.wait(client);
        if (wait.isPositive()) {
            return lockedOut(http, wait);
        }
        String token = request.token().strip();
        Holder holder = tokens.find(token).orElse(null);
        if (holder == null) {
            String code = guard.failed(client).isZero() ? "unauthorized" : "locked-out";
            return signIns.refused(
                    http, code, tokens.known(token), unauthorized("This token is not valid (any more)."));
        }
        if (!SignIns.mayUseConsole(holder)) {
            return signIns.withoutRole(http, holder);
        }
        guard.succeeded(client);
        SignIns.Begun begun = signIns.begin(http, holder, tokens.proof(token));
        return ResponseEntity.ok()
                .headers(begun.cookies())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(Session.of(begun.holder()));
    }

    @GetMapping
    @Operation(
            summary = "Who is signed in; 401 when nobody is",
            description = "sign_in in the problem says how one can: token, and oidc at GET /api/v1/session/oidc")
    ResponseEntity<?> current(HttpServletRequest http) {
        if (http.getAttribute(TokenFilter.HOLDER) instanceof Holder holder) {
            return ResponseEntity.ok()
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .body(Session.of(holder));
        }
        ProblemDetail problem = unauthorized("Nobody is signed in.");
        problem.setProperty("sign_in", oidc.enabled() ? List.of("token", "oidc") : List.of("token"));
        return SignIns.problem(problem);
    }

    @DeleteMapping
    @Operation(summary = "Sign out, on all nodes")
    ResponseEntity<Void> signOut(HttpServletRequest http) {
        BrowserSession.of(http).ifPresent(session -> signIns.end(http, session));
        return ResponseEntity.noContent().headers(cookies.none(http)).build();
    }

    private ResponseEntity<?> lockedOut(HttpServletRequest http, Duration wait) {
        long seconds = wait.plusMillis(999).toSeconds();
        ResponseEntity<?> refused = signIns.refused(
                http,
                "locked-out",
                Map.of(),
                Problems.of(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "too-many-attempts",
                        "Too many failed attempts from this address. Try again in " + seconds + " s."));
        return ResponseEntity.status(refused.getStatusCode())
                .headers(refused.getHeaders())
                .header(HttpHeaders.RETRY_AFTER, "" + seconds)
                .body(refused.getBody());
    }

    private static ProblemDetail unauthorized(String detail) {
        return Problems.of(HttpStatus.UNAUTHORIZED, "unauthorized", detail);
    }
}
