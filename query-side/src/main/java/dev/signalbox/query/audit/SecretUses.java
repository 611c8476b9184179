package dev.signalbox.query.audit;

import dev.signalbox.events.signal.SecretUsed;
import dev.signalbox.query.OnEveryNode;
import java.time.ZoneOffset;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
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

    private final JdbcClient jdbc;
    private final ActNumbers numbers;
    private final TransactionTemplate own;

    SecretUses(JdbcClient jdbc, ActNumbers numbers, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
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
        jdbc.sql(COUNT)
                .param("id", "use/" + use.day() + "/" + key)
                .param("day", use.day().atStartOfDay().atOffset(ZoneOffset.UTC))
                .param("type", use.entityType())
                .param("entity", use.entityId())
                .param("detail", "uses of version " + use.version() + " on this day; fingerprint " + use.fingerprint())
                .param("uses", use.uses())
                .param("schema", AuditEntry.SCHEMA_VERSION)
                .param("number", numbers.next())
                .update();
    }
}
