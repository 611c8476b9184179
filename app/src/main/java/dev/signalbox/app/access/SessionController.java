package dev.signalbox.app.access;

import dev.signalbox.command.write.Problems;
import dev.signalbox.command.write.RequestMetadata;
import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.events.signal.MetadataKeys;
import dev.signalbox.events.token.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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
    private final BrowserSessions sessions;
    private final SessionCookies cookies;
    private final SignInGuard guard;
    private final DenialLog denials;
    private final ApplicationEventPublisher signals;
    private final Clock clock;

    SessionController(
            Tokens tokens,
            BrowserSessions sessions,
            SessionCookies cookies,
            SignInGuard guard,
            DenialLog denials,
            ApplicationEventPublisher signals,
            Clock clock) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.cookies = cookies;
        this.guard = guard;
        this.denials = denials;
        this.signals = signals;
        this.clock = clock;
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
        Map<String, String> metadata = RequestMetadata.of(http);
        metadata.put(MetadataKeys.USER, "anonymous");
        metadata.put(MetadataKeys.AUTHENTICATION, "none");
        String client = metadata.getOrDefault(MetadataKeys.CLIENT_ADDRESS, "unknown");
        Duration wait = guard.wait(client);
        if (wait.isPositive()) {
            denials.record("SignIn", "locked-out", metadata, Runnable::run);
            return lockedOut(wait);
        }
        Holder holder = tokens.find(request.token().strip()).orElse(null);
        if (holder == null) {
            metadata.putAll(tokens.known(request.token().strip()));
            return failed(metadata, client);
        }
        metadata.putAll(holder.metadata());
        metadata.put(MetadataKeys.AUTHENTICATION, "token");
        if (!holder.may(Role.ADMIN) && !holder.may(Role.AUDITOR)) {
            denials.record("SignIn", "forbidden", metadata, Runnable::run);
            return problem(
                    HttpStatus.FORBIDDEN,
                    "forbidden",
                    "This token has no role that may use the console.",
                    HttpHeaders.CACHE_CONTROL,
                    "no-store");
        }
        guard.succeeded(client);
        // first on record: a session that nobody can trace must not begin
        done("SignIn", metadata);
        BrowserSession session = BrowserSession.random();
        Holder signedIn =
                sessions.begin(session, holder, tokens.proof(request.token().strip()));
        return ResponseEntity.ok()
                .headers(cookies.of(session, http))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(Session.of(signedIn));
    }

    @GetMapping
    @Operation(summary = "Who is signed in; 401 when nobody is")
    ResponseEntity<?> current(HttpServletRequest http) {
        return http.getAttribute(TokenFilter.HOLDER) instanceof Holder holder
                ? ResponseEntity.ok()
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .body(Session.of(holder))
                : unauthorized("Nobody is signed in.");
    }

    @DeleteMapping
    @Operation(summary = "Sign out, on all nodes")
    ResponseEntity<Void> signOut(HttpServletRequest http) {
        BrowserSession.of(http).ifPresent(session -> {
            done("SignOut", RequestMetadata.of(http));
            sessions.end(session);
        });
        return ResponseEntity.noContent().headers(cookies.none(http)).build();
    }

    private ResponseEntity<?> failed(Map<String, String> metadata, String client) {
        Duration wait = guard.failed(client);
        denials.record("SignIn", wait.isZero() ? "unauthorized" : "locked-out", metadata, Runnable::run);
        return unauthorized("This token is not valid (any more).");
    }

    private void done(String operation, Map<String, String> metadata) {
        signals.publishEvent(
                new ActRecorded(clock.instant(), operation, "session", null, "done", null, null, metadata));
    }

    private static ResponseEntity<?> unauthorized(String detail) {
        return problem(HttpStatus.UNAUTHORIZED, "unauthorized", detail, "WWW-Authenticate", "Bearer");
    }

    private static ResponseEntity<?> lockedOut(Duration wait) {
        long seconds = wait.plusMillis(999).toSeconds();
        return problem(
                HttpStatus.TOO_MANY_REQUESTS,
                "too-many-attempts",
                "Too many failed attempts from this address. Try again in " + seconds + " s.",
                HttpHeaders.RETRY_AFTER,
                "" + seconds);
    }

    private static ResponseEntity<?> problem(
            HttpStatus status, String code, String detail, String header, String value) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .header(header, value)
                .body(Problems.of(status, code, detail));
    }
}
