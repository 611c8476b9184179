package dev.signalbox.query.projection;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A query parameter that can't be followed: 400, and the problem says which and why. */
public final class WrongParameter extends ErrorResponseException {

    public WrongParameter(String name, String why) {
        super(HttpStatus.BAD_REQUEST, problem(name, why), null);
    }

    private static ProblemDetail problem(String name, String why) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, name + " " + why);
        problem.setType(URI.create("urn:signalbox:problem:invalid-parameter"));
        problem.setTitle("invalid parameter");
        problem.setProperty("errors", List.of(Map.of("field", name, "message", why)));
        return problem;
    }
}
