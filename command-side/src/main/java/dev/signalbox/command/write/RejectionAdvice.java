package dev.signalbox.command.write;

import dev.signalbox.secrets.SecretUnavailableException;
import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Refusals as problem details (RFC 9457). */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class RejectionAdvice {

    @ExceptionHandler
    ProblemDetail refused(Rejection rejection) {
        return switch (rejection) {
            case Rejection.Unknown r -> problem(HttpStatus.NOT_FOUND, r);
            case Rejection.Conflict r -> problem(HttpStatus.CONFLICT, r);
            case Rejection.StaleVersion r -> problem(HttpStatus.PRECONDITION_FAILED, r);
            case Rejection.InvalidFile r -> {
                ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, r);
                problem.setProperty("errors", r.errors());
                yield problem;
            }
            case Rejection.Invalid r -> {
                ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, r);
                problem.setProperty(
                        "errors", List.of(Map.of("field", r.field(), "message", String.valueOf(r.getMessage()))));
                yield problem;
            }
        };
    }

    @ExceptionHandler
    ProblemDetail unknown(AggregateNotFoundException e) {
        return refused(
                new Rejection.Unknown(String.valueOf(e.getAggregateIdentifier()).replaceFirst("-(\\d+)$", " $1")));
    }

    @ExceptionHandler
    ProblemDetail lostTheRace(ConcurrencyException e) {
        return refused(new Rejection.Conflict(
                "changed-meanwhile", "Somebody else is changing the same thing. Read it again and repeat the change."));
    }

    /** There is no key to seal with: says which one is missing, never anything of a secret. */
    @ExceptionHandler
    ProblemDetail nothingToSealWith(SecretUnavailableException e) {
        return Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "encryption-key-missing", String.valueOf(e.getMessage()));
    }

    private static ProblemDetail problem(HttpStatus status, Rejection rejection) {
        return Problems.of(status, rejection.code(), rejection.detail());
    }
}
