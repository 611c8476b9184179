package dev.signalbox.query;

import dev.signalbox.query.live.Admission;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Stands where the application's own filter does: whoever comes in is let in until {@link #revoke()}. */
public class Door extends OncePerRequestFilter {

    private volatile int revocations;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int before = revocations;
        request.setAttribute(Admission.ATTRIBUTE, (Admission) () -> revocations == before);
        chain.doFilter(request, response);
    }

    /** Of everybody who is in. */
    public void revoke() {
        revocations++;
    }
}
