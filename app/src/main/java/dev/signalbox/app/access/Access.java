package dev.signalbox.app.access;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.signalbox.events.token.Role;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who may do what on the control plane; what no line here allows is denied. The data plane asks {@link Tokens} by itself: it is no
 * servlet.
 */
@Configuration(proxyBeanMethods = false)
class Access {

    private static final RequestMatcher REVEALS =
            request -> request.getRequestURI().endsWith("/export")
                    && request.getParameter("reveal") != null
                    && !"false".equals(request.getParameter("reveal"));

    private static final String SESSION = "/api/v1/session";

    private static final RequestMatcher ASKS_WHO_IS_SIGNED_IN =
            request -> request.getMethod().equals("GET")
                    && request.getRequestURI().equals(SESSION)
                    && request.getHeader("Authorization") == null
                    && request.getQueryString() == null;

    private static final RequestMatcher DOCUMENTATION = TokenFilter::isDocumentation;

    /** Swagger's pages bring their styles with them; the console's have a policy of their own. */
    private static final String PAGES_WITH_STYLES =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; "
                    + "form-action 'none'; frame-ancestors 'none'";

    /** Whatever an answer of the API is taken for, it runs nothing and fetches nothing. */
    private static final String NO_PAGE =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Bean
    SecurityFilterChain controlPlane(HttpSecurity http, Tokens tokens, BrowserSessions sessions, Denials denials) {
        return http.csrf(csrf -> csrf.disable()) // TokenFilter asks it of those who come by cookie
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .httpBasic(basic -> basic.disable())
                .formLogin(form -> form.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .authorizeHttpRequests(requests -> requests.requestMatchers(GET, "/livez", "/readyz")
                        .permitAll()
                        // it asks for a token itself, and makes those wait who guess
                        .requestMatchers(POST, SESSION)
                        .permitAll()
                        // whoever asks without any credential is told that nobody is signed in, and is not denied
                        // anything
                        .requestMatchers(ASKS_WHO_IS_SIGNED_IN)
                        .permitAll()
                        // there and back from an identity provider
                        .requestMatchers(GET, SESSION + "/oidc", SESSION + "/oidc/callback")
                        .permitAll()
                        .requestMatchers(SESSION)
                        .authenticated()
                        .requestMatchers(REVEALS)
                        .hasRole(Role.ROUTER.name())
                        .requestMatchers(GET, "/api/v1/llm-config/active/*/export")
                        .hasAnyRole(Role.ADMIN.name(), Role.AUDITOR.name(), Role.ROUTER.name())
                        .requestMatchers(
                                GET,
                                "/api/v1/**",
                                "/swagger-ui/**",
                                "/swagger-ui",
                                "/v3/api-docs/**",
                                "/v3/api-docs.yaml",
                                "/actuator/**")
                        .hasAnyRole(Role.ADMIN.name(), Role.AUDITOR.name())
                        .requestMatchers("/api/v1/**")
                        .hasRole(Role.ADMIN.name())
                        .anyRequest()
                        .denyAll())
                .addFilterBefore(new TokenFilter(tokens, sessions, denials), AuthorizationFilter.class)
                .exceptionHandling(e -> e.authenticationEntryPoint(denials).accessDeniedHandler(denials))
                .headers(headers -> headers.addHeaderWriter(policy(DOCUMENTATION, PAGES_WITH_STYLES))
                        .addHeaderWriter(policy(new NegatedRequestMatcher(DOCUMENTATION), NO_PAGE)))
                .build();
    }

    /** Where nobody has set another one. */
    private static HeaderWriter policy(RequestMatcher of, String directives) {
        return new DelegatingRequestMatcherHeaderWriter(of, new ContentSecurityPolicyHeaderWriter(directives));
    }

    /** There are no passwords; without this bean Spring Boot would make a user and log its password. */
    @Bean
    UserDetailsService noPasswords() {
        return name -> {
            throw new UsernameNotFoundException("there are no passwords");
        };
    }
}
