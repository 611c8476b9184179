package dev.signalbox.app.access;

import dev.signalbox.events.signal.MetadataKeys;
import dev.signalbox.query.live.Admission;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.dao.DataAccessException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bearer tokens (RFC 6750, header only), or the session of a browser. For the pages of the API documentation a browser may send the token
 * as a password.
 */
class TokenFilter extends OncePerRequestFilter {

    private static final String IN_ADDRESS =
            "A token in the address is never accepted: send Authorization: Bearer …, and replace this token if it was a"
                    + " real one.";
    private static final Pattern CREDENTIAL =
            Pattern.compile("(?:^|&)(?:access_token|api[_-]?key|token|key)=", Pattern.CASE_INSENSITIVE);

    /** The request attribute with who has come in. */
    static final String HOLDER = Holder.class.getName();

    private static final String UNKNOWN = TokenFilter.class.getName() + ".unknown";
    static final String CSRF_HEADER = "X-XSRF-TOKEN";
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final Tokens tokens;
    private final BrowserSessions sessions;
    private final Denials denials;

    TokenFilter(Tokens tokens, BrowserSessions sessions, Denials denials) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.denials = denials;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (inAddress(request)) {
            request.setAttribute(Denials.REASON, IN_ADDRESS);
        } else {
            token(request).ifPresentOrElse(token -> authenticate(request, token), () -> resume(request));
        }
        if (request.getAttribute(UNKNOWN) == null) {
            chain.doFilter(request, response);
        } else {
            denials.unavailable(request, response);
        }
    }

    private void authenticate(HttpServletRequest request, String token) {
        Admission stillAccepted = () -> tokens.find(token).isPresent();
        tokens.find(token).ifPresentOrElse(holder -> signIn(request, holder, "token", stillAccepted), () -> {
            String tokenId = tokens.known(token).get(MetadataKeys.TOKEN_ID);
            request.setAttribute(MetadataKeys.TOKEN_ID, tokenId);
        });
    }

    /** A session counts only where no Authorization header says anything else. */
    private void resume(HttpServletRequest request) {
        if (request.getHeader("Authorization") != null) {
            return;
        }
        BrowserSession.of(request)
                .ifPresent(session -> found(request, session).ifPresent(holder -> {
                    signIn(request, holder, "session", () -> sessions.holds(session));
                    if (!READS.contains(request.getMethod()) && !session.isRepeatedBy(request.getHeader(CSRF_HEADER))) {
                        request.setAttribute(
                                Denials.REASON,
                                "Send the value of the cookie XSRF-TOKEN in the header " + CSRF_HEADER + ".");
                        throw new AccessDeniedException("csrf");
                    }
                }));
    }

    private Optional<Holder> found(HttpServletRequest request, BrowserSession session) {
        try {
            return sessions.find(session);
        } catch (DataAccessException e) {
            // neither let in nor signed out: the browser keeps its cookie and tries again
            request.setAttribute(UNKNOWN, true);
            return Optional.empty();
        }
    }

    private static void signIn(HttpServletRequest request, Holder holder, String how, Admission admission) {
        var authorities = holder.roles().stream()
                .map(role -> new SimpleGrantedAuthority("ROLE_" + role))
                .toList();
        var authentication = new UsernamePasswordAuthenticationToken(holder.name(), null, authorities);
        authentication.setDetails(how);
        SecurityContextHolder.getContext().setAuthentication(authentication);
        request.setAttribute(HOLDER, holder);
        request.setAttribute(Admission.ATTRIBUTE, admission);
        holder.metadata().forEach(request::setAttribute);
    }

    private static boolean inAddress(HttpServletRequest request) {
        String query = request.getQueryString();
        return query != null && (CREDENTIAL.matcher(query).find() || query.contains("sbx_"));
    }

    private static Optional<String> token(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders("Authorization"));
        if (headers.size() != 1) {
            if (!headers.isEmpty()) {
                request.setAttribute(Denials.REASON, "There is more than one Authorization header: send one.");
            }
            return Optional.empty();
        }
        String header = headers.getFirst();
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.of(header.substring(7).strip());
        }
        if (isDocumentation(request) && header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return password(header.substring(6).strip());
        }
        return Optional.empty();
    }

    private static Optional<String> password(String encoded) {
        try {
            String userAndPassword = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return Optional.of(userAndPassword.substring(userAndPassword.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static boolean isDocumentation(HttpServletRequest request) {
        String path = request.getRequestURI();
        return request.getMethod().equals("GET") && (path.startsWith("/swagger-ui") || path.startsWith("/v3/api-docs"));
    }
}
