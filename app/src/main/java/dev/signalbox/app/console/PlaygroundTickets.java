package dev.signalbox.app.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.signalbox.inference.gateway.Caller;
import dev.signalbox.inference.gateway.Callers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/**
 * Lets this node's own playground onto its data plane: with a ticket that is good for one request within seconds, and never
 * leaves this process. So a session of the console needs no token, and usage shows who it was.
 */
@Component
@Primary
class PlaygroundTickets implements Callers {

    private static final String PREFIX = "playground_";
    private static final int BYTES = 32;

    private final Callers others;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Caller> valid = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofSeconds(30))
            .maximumSize(1000)
            .build();

    PlaygroundTickets(@Qualifier("tokens") Callers others) {
        this.others = others;
    }

    String issue(String user) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String ticket = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        valid.put(ticket, Caller.unlimited(user + " (playground)", "playground"));
        return ticket;
    }

    @Override
    public Optional<Caller> authenticate(String token) {
        return token.startsWith(PREFIX) ? Optional.ofNullable(valid.asMap().remove(token)) : others.authenticate(token);
    }

    @Override
    public Optional<Caller> withoutRole(String token) {
        return others.withoutRole(token);
    }

    @Override
    public Map<String, String> known(String token) {
        return others.known(token);
    }

    @Override
    public void denied(String operation, String code, Map<String, String> metadata) {
        others.denied(operation, code, metadata);
    }
}
