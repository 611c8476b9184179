package dev.signalbox.app.access;

import dev.signalbox.command.write.Problems;
import dev.signalbox.command.write.RequestMetadata;
import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.events.signal.MetadataKeys;
import dev.signalbox.events.token.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** How every sign-in ends, by whichever way it came: with a session or a refusal, and on record. */
@Component
class SignIns {

    private final BrowserSessions sessions;
    private final SessionCookies cookies;
    private final DenialLog denials;
    private final ApplicationEventPublisher signals;
    private final Clock clock;

    SignIns(
            BrowserSessions sessions,
            SessionCookies cookies,
            DenialLog denials,
            ApplicationEventPublisher signals,
            Clock clock) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.denials = denials;
        this.signals = signals;
        this.clock = clock;
    }

    /** @param holder with when the session ends at the latest */
    record Begun(Holder holder, HttpHeaders cookies) {}

    /** @param proof by what the token that signs in is known again, null when it is none of ours */
    Begun begin(HttpServletRequest http, Holder holder, @Nullable String proof) {
        // first on record: a session that nobody can trace must not begin
        done("SignIn", metadata(http, holder));
        BrowserSession session = BrowserSession.random();
        return new Begun(sessions.begin(session, holder, proof), cookies.of(session, http));
    }

    static boolean mayUseConsole(Holder holder) {
        return holder.may(Role.ADMIN) || holder.may(Role.AUDITOR);
    }

    ResponseEntity<?> withoutRole(HttpServletRequest http, Holder holder) {
        denials.record("SignIn", "forbidden", metadata(http, holder), Runnable::run);
        return problem(
                Problems.of(HttpStatus.FORBIDDEN, "forbidden", "There is no role here that may use the console."));
    }

    /** @param suspect what is known of a token that was tried */
    ResponseEntity<?> refused(
            HttpServletRequest http, String code, Map<String, String> suspect, ProblemDetail problem) {
        Map<String, String> metadata = RequestMetadata.of(http);
        metadata.put(MetadataKeys.USER, "anonymous");
        metadata.put(MetadataKeys.AUTHENTICATION, "none");
        metadata.putAll(suspect);
        denials.record("SignIn", code, metadata, Runnable::run);
        return problem(problem);
    }

    void end(HttpServletRequest http, BrowserSession session) {
        done("SignOut", RequestMetadata.of(http));
        sessions.end(session);
    }

    private static Map<String, String> metadata(HttpServletRequest http, Holder holder) {
        Map<String, String> metadata = RequestMetadata.of(http);
        metadata.putAll(holder.metadata());
        metadata.put(MetadataKeys.AUTHENTICATION, holder.actorType().equals("token") ? "token" : "oidc");
        return metadata;
    }

    private void done(String operation, Map<String, String> metadata) {
        signals.publishEvent(
                new ActRecorded(clock.instant(), operation, "session", null, "done", null, null, metadata));
    }

    static ResponseEntity<?> problem(ProblemDetail problem) {
        var answer = ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (problem.getStatus() == HttpStatus.UNAUTHORIZED.value()) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return answer.body(problem);
    }
}
