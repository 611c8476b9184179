package dev.signalbox.query.audit;

import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.events.signal.MetadataKeys;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes entries that have become too old, but never an event's; and says so in the log itself. */
@Component
class Expiry {

    private static final Logger log = LoggerFactory.getLogger(Expiry.class);
    private static final int BATCH = 1000;

    private final EntityManager entities;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher publisher;
    private final AuditProperties properties;

    Expiry(
            EntityManager entities,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher publisher,
            AuditProperties properties) {
        this.entities = entities;
        this.transaction = new TransactionTemplate(transactions);
        this.publisher = publisher;
        this.properties = properties;
    }

    @Scheduled(initialDelay = 60_000, fixedDelay = 3_600_000)
    void expire() {
        Instant now = Instant.now();
        Instant before = now.minus(properties.retention());
        long all = 0;
        int deleted;
        do {
            // in small transactions: nobody waits for a long one, and what is done stays done
            deleted = transaction.execute(status -> delete(before));
            all += deleted;
        } while (deleted == BATCH);
        if (all > 0) {
            log.info("audit=expired entries={} before={}", all, before);
            publisher.publishEvent(new ActRecorded(
                    now,
                    "ExpireAuditEntries",
                    null,
                    null,
                    "done",
                    null,
                    "entries without an event, from before " + before,
                    Map.of(MetadataKeys.USER, "system", MetadataKeys.ACTOR_TYPE, "system"),
                    all));
        }
    }

    /** Other nodes' rows in deletion are passed over. */
    private int delete(Instant before) {
        return entities.createNativeQuery("""
                        delete from audit_entry where id in (
                          select id from audit_entry where position is null and occurred_at < :before
                          order by occurred_at limit :batch for update skip locked)""")
                .setParameter("before", before)
                .setParameter("batch", BATCH)
                .executeUpdate();
    }
}
