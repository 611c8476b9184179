package dev.signalbox.command.write;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** Problem details (RFC 9457) whose {@code type} names the rule: {@code urn:signalbox:problem:name-taken}. */
public final class Problems {

    private Problems() {}

    public static ProblemDetail of(HttpStatusCode status, String code, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(type(code));
        problem.setTitle(code.replace('-', ' '));
        return problem;
    }

    /** Gives Spring's own problems a type as well, by their titles: {@code Not Found} is {@code not-found}. */
    public static ProblemDetail typed(ProblemDetail problem) {
        if (problem.getType() == null || problem.getType().toString().equals("about:blank")) {
            String title = String.valueOf(problem.getTitle());
            problem.setType(type(title.toLowerCase(Locale.ROOT).replace(' ', '-')));
        }
        return problem;
    }

    private static URI type(String code) {
        return URI.create("urn:signalbox:problem:" + code);
    }
}
