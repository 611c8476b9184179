package dev.signalbox.app.console;

import static org.springframework.http.HttpMethod.GET;

import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The console's files are the same for everybody, as those of any program that can be downloaded, and they hold no data: they
 * alone are open, so that there is something to sign in with. Everything they ask for goes through the other chain.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleAccess {

    @Bean
    @Order(0)
    SecurityFilterChain consoleChain(HttpSecurity http) {
        RequestMatcher[] files = Stream.concat(
                        Stream.of(ConsoleFiles.PAGES), Stream.of(ConsoleFiles.ASSETS, ConsoleFiles.ICON))
                .map(path -> PathPatternRequestMatcher.withDefaults().matcher(GET, path))
                .toArray(RequestMatcher[]::new);
        return http.securityMatcher(new OrRequestMatcher(files))
                .csrf(csrf -> csrf.disable()) // GET only
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .headers(headers -> headers.cacheControl(cache -> cache.disable()) // each file sets its own
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .build();
    }
}
