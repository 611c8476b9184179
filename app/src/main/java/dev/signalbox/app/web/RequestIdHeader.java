package dev.signalbox.app.web;

import dev.signalbox.command.write.RequestMetadata;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Names the request in the answer and in every log line of it, as the audit log does. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class RequestIdHeader extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = RequestMetadata.requestId(request);
        response.setHeader("X-Request-Id", id);
        try (var ignored = MDC.putCloseable("request", id)) {
            chain.doFilter(request, response);
        }
    }
}
