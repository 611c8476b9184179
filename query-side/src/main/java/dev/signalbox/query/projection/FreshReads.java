package dev.signalbox.query.projection;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Says on every read which position it shows at least, and lets a read wait for one. */
@Component
class FreshReads implements WebMvcConfigurer, HandlerInterceptor {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ViewPositions applied;

    FreshReads(ViewPositions applied) {
        this.applied = applied;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        ReadsView reads =
                handler instanceof HandlerMethod method ? method.getBeanType().getAnnotation(ReadsView.class) : null;
        if (reads == null || request.getParameter("as_of") != null) {
            return true;
        }
        List<String> views = List.of(reads.value());
        String wanted = request.getParameter("min_position");
        if (wanted != null && !applied.await(views, position(wanted), LIMIT)) {
            response.setHeader("X-Config-Applied", "false");
        }
        // taken before the row is read, so it never promises more than the answer shows
        response.setHeader("X-Config-Revision", "" + applied.of(views));
        return true;
    }

    private static long position(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "min_position must be a position, a number.", e);
        }
    }
}
