package dev.signalbox.query.audit;

import dev.signalbox.events.signal.SecretUsed;
import dev.signalbox.query.OnEveryNode;
import jakarta.persistence.EntityManager;
import java.time.ZoneOffset;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** One entry per day and secret, over all nodes, which counts its uses: a request each would fill the log. */
@OnEveryNode
class SecretUses {

    private static final String COUNT = """
            insert into audit_entry (id, occurred_at, recorded_at, user_name, actor_type, authentication, action,
              operation, entity_type, entity_id, changes, decision, outcome, detail, occurrences, schema_version,
              act_number)
            values (:id, :day, now(), 'system', 'system', 'none', 'use_secret', 'UseSecret', :type, :entity, '{}',
              'allow', 'done', :detail, :uses, :schema, :number)
            on conflict (id) do update set occurrences = audit_entry.occurrences + excluded.occurrences""";

    private final EntityManager entities;
    private final ActNumbers numbers;
    private final TransactionTemplate own;

    SecretUses(EntityManager entities, ActNumbers numbers, PlatformTransactionManager transactions) {
        this.entities = entities;
        this.numbers = numbers;
        own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @EventListener
    void on(SecretUsed use) {
        own.executeWithoutResult(status -> count(use));
    }

    private void count(SecretUsed use) {
        String key = use.entityType() + "/" + use.entityId() + "/" + use.version();
        entities.createNativeQuery(COUNT)
                .setParameter("id", "use/" + use.day() + "/" + key)
                .setParameter("day", use.day().atStartOfDay(ZoneOffset.UTC).toInstant())
                .setParameter("type", use.entityType())
                .setParameter("entity", use.entityId())
                .setParameter(
                        "detail", "uses of version " + use.version() + " on this day; fingerprint " + use.fingerprint())
                .setParameter("uses", use.uses())
                .setParameter("schema", AuditEntry.SCHEMA_VERSION)
                .setParameter("number", numbers.next())
                .executeUpdate();
    }
}
