package dev.signalbox.inference.upstream;

import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.signal.SecretUsed;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Counts how often each secret was used on a day, for the audit log. A request only adds one; the numbers are told from
 * time to time, and kept while they can't be, so that inference never waits for the database.
 */
@Component
class SecretUseCount {

    private static final Logger log = LoggerFactory.getLogger(SecretUseCount.class);

    private final Map<Use, Long> uses = new ConcurrentHashMap<>();
    private final ApplicationEventPublisher signals;

    private record Use(LocalDate day, boolean server, long id, int version, String fingerprint) {

        SecretUsed times(long number) {
            return new SecretUsed(day, server ? "server" : "api_key", "" + id, version, fingerprint, number);
        }
    }

    SecretUseCount(ApplicationEventPublisher signals) {
        this.signals = signals;
    }

    void add(Upstream upstream, SecretRef secret) {
        Use use = new Use(
                LocalDate.now(ZoneOffset.UTC),
                upstream.isServer(),
                upstream.ref().id(),
                secret.version(),
                secret.fingerprint());
        uses.merge(use, 1L, Long::sum);
    }

    @Scheduled(initialDelay = 10_000, fixedDelay = 30_000)
    @EventListener(ContextClosedEvent.class)
    void tell() {
        for (Use use : uses.keySet()) {
            Long number = uses.remove(use);
            if (number != null && !tell(use, number)) {
                return;
            }
        }
    }

    private boolean tell(Use use, long number) {
        try {
            signals.publishEvent(use.times(number));
            return true;
        } catch (RuntimeException e) {
            log.warn("audit=behind uses={} cause=\"{}\"", number, e.getMessage());
            uses.merge(use, number, Long::sum);
            return false;
        }
    }
}
