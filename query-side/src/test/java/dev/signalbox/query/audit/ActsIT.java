package dev.signalbox.query.audit;

import static dev.signalbox.query.QueryFixtures.METADATA;
import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.events.signal.SecretUsed;
import dev.signalbox.query.EventLog;
import dev.signalbox.query.QueryIntegrationTest;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.server.ResponseStatusException;

/** Entries that are no event's. */
@QueryIntegrationTest
class ActsIT {

    @Autowired
    EventLog log;

    @Autowired
    ApplicationEventPublisher publisher;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    Expiry expiry;

    @Autowired
    ActNumbers numbers;

    @Autowired
    EntityManager entities;

    @Autowired
    PlatformTransactionManager transactions;

    @Test
    void usesOfASecretAreOneEntryPerDayAndVersion() {
        String id = "used-" + nextId();
        LocalDate day = LocalDate.of(2026, 3, 1);
        publisher.publishEvent(new SecretUsed(day, "api_key", id, 1, "fp", 3));
        publisher.publishEvent(new SecretUsed(day, "api_key", id, 1, "fp", 4));
        publisher.publishEvent(new SecretUsed(day, "api_key", id, 2, "fp2", 5));
        publisher.publishEvent(new SecretUsed(day.plusDays(1), "api_key", id, 2, "fp2", 6));

        assertThat(jdbc.queryForList(
                        "select occurrences from audit_entry where entity_id = ? order by act_number", Long.class, id))
                .containsExactly(7L, 5L, 6L);
    }

    @Test
    void whatMustBeOnRecordDoesNotHappenWithoutIt() {
        String tooLong = "x".repeat(41);
        ActRecorded unwritable =
                new ActRecorded(Instant.now(), "RevealSecret", tooLong, "1", "done", null, null, METADATA);

        assertThatThrownBy(() -> publisher.publishEvent(unwritable))
                .isInstanceOfSatisfying(
                        ResponseStatusException.class,
                        e -> assertThat(e.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
    }

    @Test
    void numbersBecomeVisibleInTheirOrder() {
        String id = "numbered-" + nextId();
        var transaction = new TransactionTemplate(transactions);
        CompletableFuture<Void> later = transaction.execute(status -> {
            entities.persist(new AuditEntry(act(id, Duration.ofDays(1)), Instant.now(), numbers.next()));
            var other = CompletableFuture.runAsync(() -> publisher.publishEvent(act(id, Duration.ofDays(2))));
            // who tails the log now must not see the higher number and go past the lower one
            await().atMost(Duration.ofSeconds(60)).until(() -> waiting() > 0 || other.isDone());
            assertThat(other).isNotDone();
            return other;
        });
        later.join();

        assertThat(jdbc.queryForList(
                        "select occurred_at < now() - interval '36 h' from audit_entry where entity_id = ? order by act_number",
                        Boolean.class,
                        id))
                .containsExactly(false, true);
    }

    private long waiting() {
        return jdbc.queryForList(
                        "select count(*) from pg_locks where locktype = 'advisory' and not granted", Long.class)
                .getFirst();
    }

    @Test
    void oldEntriesGoButNeverAnEvents() {
        long server = nextId();
        log.append(registered(server));
        log.awaitViews();
        jdbc.update("update audit_entry set occurred_at = now() - interval '900 days' where position = ?", log.head());
        String id = "old-" + nextId();
        publisher.publishEvent(act(id, Duration.ofDays(401)));
        publisher.publishEvent(act(id, Duration.ofDays(399)));
        jdbc.update("""
                insert into audit_entry (id, occurred_at, recorded_at, actor_type, action, operation, changes, decision,
                  outcome)
                select 'ancient-' || n, '2001-01-01', now(), 'system', 'bulk', 'Bulk', '{}', 'allow', 'done'
                from generate_series(1, 2100) n""");

        expiry.expire();

        assertThat(count("position = " + log.head())).isOne();
        assertThat(count("entity_id = '" + id + "'")).isOne();
        assertThat(count("id like 'ancient-%'")).isZero();
        assertThat(count("action = 'expire_audit_entries' and occurrences >= 2101"))
                .isOne();
        jdbc.update("update audit_entry set occurred_at = recorded_at where position = ?", log.head());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT0S", "PT-24H"})
    void aRetentionOfLessThanADayIsRefused(String retention) {
        assertThatThrownBy(() -> new AuditProperties(Duration.parse(retention), 1, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("signalbox.audit.retention");
    }

    private long count(String condition) {
        return jdbc.queryForList("select count(*) from audit_entry where " + condition, Long.class)
                .getFirst();
    }

    private static ActRecorded act(String entityId, Duration age) {
        return new ActRecorded(
                Instant.now().minus(age), "RegisterServer", "server", entityId, "refused", "x", null, METADATA);
    }
}
