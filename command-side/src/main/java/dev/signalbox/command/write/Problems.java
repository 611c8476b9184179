package dev.signalbox.command.write;

import java.net.URI;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** Problem details (RFC 9457) whose {@code type} names the rule: {@code urn:signalbox:problem:name-taken}. */
public final class Problems {

    private Problems() {}

    public static ProblemDetail of(HttpStatusCode status, String code, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:signalbox:problem:" + code));
        problem.setTitle(code.replace('-', ' '));
        return problem;
    }
}
