package dev.signalbox.app.access;

import dev.signalbox.events.signal.MetadataKeys;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Says once for all who read it later where the request comes from. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestOrigin extends OncePerRequestFilter {

    private final ForwardedChain forwarded;

    RequestOrigin(AccessProperties properties) {
        List<String> proxies = properties.trustedProxies();
        forwarded = new ForwardedChain(proxies == null ? List.of() : proxies);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String peer = request.getRemoteAddr();
        var way = forwarded.of(peer, Collections.list(request.getHeaders("X-Forwarded-For")));
        request.setAttribute(MetadataKeys.PEER_ADDRESS, peer);
        request.setAttribute(MetadataKeys.CLIENT_ADDRESS, way.client());
        if (!way.chain().isEmpty()) {
            request.setAttribute(MetadataKeys.FORWARDED_FOR, String.join(", ", way.chain()));
        }
        chain.doFilter(request, response);
    }
}
