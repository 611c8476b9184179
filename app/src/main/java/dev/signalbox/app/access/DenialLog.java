package dev.signalbox.app.access;

import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.events.signal.MetadataKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Puts denied access on record, within bounds. */
@Component
class DenialLog {

    private static final Logger LOG = LoggerFactory.getLogger(DenialLog.class);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private final ApplicationEventPublisher signals;
    private final Clock clock;
    private final DenialRate rate;

    DenialLog(ApplicationEventPublisher signals, Clock clock) {
        this.signals = signals;
        this.clock = clock;
        this.rate = new DenialRate(clock);
    }

    /** @param writing on which thread to write, when there is something to be written */
    void record(String operation, String code, Map<String, String> metadata, Executor writing) {
        if (rate.mayRecord(metadata.getOrDefault(MetadataKeys.CLIENT_ADDRESS, "unknown"))) {
            Instant now = clock.instant();
            writing.execute(() ->
                    signals.publishEvent(new ActRecorded(now, operation, null, null, "denied", code, null, metadata)));
        }
    }

    @Scheduled(fixedDelay = 5000)
    void summarise() {
        tell(rate.finished());
    }

    /** Before the beans go that write it. */
    @EventListener(ContextClosedEvent.class)
    void summariseAll() {
        tell(rate.all());
    }

    private void tell(List<DenialRate.Summary> summaries) {
        long start = System.nanoTime();
        for (DenialRate.Summary summary : summaries) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                // each waits for the database as long as it may take; nobody stops a node by knocking at it
                LOG.warn("audit=behind summaries of denials={}", summaries.size());
                return;
            }
            Map<String, String> metadata = new HashMap<>(Map.of(MetadataKeys.ACTOR_TYPE, "anonymous"));
            String who = summary.client();
            if (who != null) {
                metadata.put(MetadataKeys.CLIENT_ADDRESS, who);
            }
            signals.publishEvent(new ActRecorded(
                    summary.minute(),
                    "AccessDenied",
                    null,
                    null,
                    "denied",
                    "too-many-denials",
                    "so many more denials in this minute, of " + (who == null ? "further clients" : "this client"),
                    metadata,
                    summary.denials()));
        }
    }
}
