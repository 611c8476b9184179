package dev.signalbox.app.access;

import dev.signalbox.command.write.Problems;
import dev.signalbox.command.write.RequestMetadata;
import dev.signalbox.events.signal.RequestOperation;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** 401 and 403 as problem details, and on record. */
@Component
class Denials implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {

    /** The request attribute that says what is wrong with how a token was sent. */
    static final String REASON = Denials.class.getName() + ".reason";

    private final JsonMapper json;
    private final DenialLog log;

    Denials(JsonMapper json, DenialLog log) {
        this.json = json;
        this.log = log;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            passOn(request, response);
            return;
        }
        String scheme =
                TokenFilter.isDocumentation(request) ? "Basic realm=\"signalbox: token as password\"" : "Bearer";
        response.setHeader("WWW-Authenticate", scheme);
        deny(request, response, HttpStatus.UNAUTHORIZED, "unauthorized", reason(request));
    }

    private static String reason(HttpServletRequest request) {
        return request.getAttribute(REASON) instanceof String reason
                ? reason
                : "Send a valid token: Authorization: Bearer …";
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        deny(
                request,
                response,
                HttpStatus.FORBIDDEN,
                "forbidden",
                request.getAttribute(REASON) instanceof String reason
                        ? reason
                        : "This token does not have the role for that.");
    }

    /** Not by its token, but by its form: encoded slashes, control characters and the like. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException e)
            throws IOException {
        // who tries such addresses is worth a line
        log.record(
                RequestOperation.of(request.getMethod(), request.getRequestURI()),
                "malformed",
                RequestMetadata.of(request),
                Runnable::run);
        write(
                request,
                response,
                Problems.of(HttpStatus.BAD_REQUEST, "malformed", "The address or the method is malformed."));
    }

    /** Whose session it is can't be found out: nobody was denied anything. */
    void unavailable(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", "2");
        write(
                request,
                response,
                Problems.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "database-unavailable",
                        "The database can't be reached, and sessions are in it. Try this again in a few seconds."));
    }

    private void deny(
            HttpServletRequest request, HttpServletResponse response, HttpStatus status, String code, String detail)
            throws IOException {
        String operation = RequestOperation.of(request.getMethod(), request.getRequestURI());
        log.record(operation, code, RequestMetadata.of(request), Runnable::run);
        write(request, response, Problems.of(status, code, detail));
    }

    /** What Tomcat refused, as TRACE, has nothing to do with who asks: its page of errors is closed to all. */
    private void passOn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        ProblemDetail problem = Problems.typed(
                ProblemDetail.forStatusAndDetail(status == null ? HttpStatus.BAD_REQUEST : status, "This is refused."));
        write(request, response, problem);
    }

    private void write(HttpServletRequest request, HttpServletResponse response, ProblemDetail problem)
            throws IOException {
        Object asked = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        problem.setInstance(instance(asked instanceof String uri ? uri : request.getRequestURI()));
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }

    /** Tomcat lets more through than an address may have in it. */
    private static @Nullable URI instance(String path) {
        try {
            return URI.create(path);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
