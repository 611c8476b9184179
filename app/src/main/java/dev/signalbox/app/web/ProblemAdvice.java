package dev.signalbox.app.web;

import dev.signalbox.command.write.Problems;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Every error of the control plane as a problem detail (RFC 9457), without internals. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<Map<String, String>> errors = e.getBindingResult().getFieldErrors().stream()
                .map(error -> FieldErrors.error(
                        FieldErrors.onTheWire(error.getField()), String.valueOf(error.getDefaultMessage())))
                .toList();
        return invalid(e, errors, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof LimitedBody.TooLarge large) {
                return last(e, BodyLimit.tooLarge(large.most()), request);
            }
            if (at instanceof LimitedBody.TooSlow || at instanceof java.net.SocketTimeoutException) {
                return last(
                        e,
                        Problems.of(HttpStatus.REQUEST_TIMEOUT, "timeout", "The body did not come in time."),
                        request);
            }
        }
        Throwable cause = e.getCause();
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return invalid(e, List.of(FieldErrors.unknown(unknown)), request);
        }
        if (cause instanceof DatabindException wrong) {
            return invalid(e, List.of(FieldErrors.error(FieldErrors.path(wrong), FieldErrors.reason(wrong))), request);
        }
        if (cause instanceof InputCoercionException large) {
            return invalid(e, List.of(FieldErrors.error(FieldErrors.path(large), "is out of range")), request);
        }
        if (cause instanceof StreamReadException malformed && malformed.getLocation() != null) {
            var at = malformed.getLocation();
            String where = " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            return malformed(e, "The body is not valid JSON" + where + ".", request);
        }
        return malformed(e, "The body is missing or can't be read.", request);
    }

    /** Spring would call it a static resource, which is no business of the client's. */
    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return respond(
                e,
                Problems.of(status, "not-found", "There is nothing at this address on this node."),
                headers,
                request);
    }

    /** Spring's own problems have no type; ours have one each. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Object typed = body instanceof ProblemDetail problem ? Problems.typed(problem) : body;
        return new ResponseEntity<>(typed, headers, status);
    }

    /** The database is away, or too slow: nothing was written, and it can be tried again. */
    @ExceptionHandler({
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        TransactionSystemException.class
    })
    ResponseEntity<Object> databaseUnavailable(Exception e, WebRequest request) {
        LOG.warn("database=unavailable cause=\"{}\"", rootMessage(e));
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "2");
        ProblemDetail problem = Problems.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "database-unavailable",
                "The database can't be reached. Inference goes on; try this again in a few seconds.");
        return respond(e, problem, headers, request);
    }

    /** A name or value of a parameter that Spring's firewall does not like, in a form that nobody asked for. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> rejected(RequestRejectedException e, WebRequest request) {
        return malformed(e, "The request is malformed.", request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unexpected(Exception e, WebRequest request) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.sql.SQLException sql && DatabaseDown.isMeantBy(sql)) {
                return databaseUnavailable(e, request);
            }
        }
        LOG.error("unexpected error", e);
        ProblemDetail problem = Problems.of(
                HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", "Something went wrong here. The log says what.");
        return respond(e, problem, new HttpHeaders(), request);
    }

    private @Nullable ResponseEntity<Object> invalid(
            Exception e, List<Map<String, String>> errors, WebRequest request) {
        wrong(request, FieldErrors.forTheRecord(errors));
        String fields = String.join(
                ", ",
                errors.stream()
                        .map(error -> error.get("field") + " " + error.get("message"))
                        .toList());
        ProblemDetail problem = Problems.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid", fields);
        problem.setProperty("errors", errors);
        return respond(e, problem, new HttpHeaders(), request);
    }

    /** Nothing more is read from this connection. */
    private ResponseEntity<Object> last(Exception e, ProblemDetail problem, WebRequest request) {
        HttpHeaders close = new HttpHeaders();
        close.set(HttpHeaders.CONNECTION, "close");
        return respond(e, problem, close, request);
    }

    private @Nullable ResponseEntity<Object> malformed(Exception e, String detail, WebRequest request) {
        wrong(request, detail);
        return respond(e, Problems.of(HttpStatus.BAD_REQUEST, "malformed", detail), new HttpHeaders(), request);
    }

    private static void wrong(WebRequest request, String what) {
        request.setAttribute(UnrecordedActs.WRONG, what, RequestAttributes.SCOPE_REQUEST);
    }

    private ResponseEntity<Object> respond(
            Exception e, ProblemDetail problem, HttpHeaders headers, WebRequest request) {
        return new ResponseEntity<>(problem, headers, problem.getStatus());
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }
}
