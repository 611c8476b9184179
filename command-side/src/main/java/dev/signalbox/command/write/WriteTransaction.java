package dev.signalbox.command.write;

import dev.signalbox.command.eventstore.AppendLock;
import dev.signalbox.events.signal.ActRecorded;
import java.time.Clock;
import java.util.Optional;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Vault rows, rows of the set rules, events and the idempotency record in one transaction; refusals go on record. */
@Component
class WriteTransaction {

    private static final Logger LOG = LoggerFactory.getLogger(WriteTransaction.class);
    private static final int ATTEMPTS = 5;

    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;
    private final IdempotentWrites idempotent;
    private final ApplicationEventPublisher signals;
    private final Clock clock;

    WriteTransaction(
            PlatformTransactionManager transactionManager,
            JdbcClient jdbc,
            IdempotentWrites idempotent,
            ApplicationEventPublisher signals,
            Clock clock) {
        this.transactions = new TransactionTemplate(transactionManager);
        this.jdbc = jdbc;
        this.idempotent = idempotent;
        this.signals = signals;
        this.clock = clock;
    }

    Committed run(Write write) {
        try {
            return attempt(write, 1);
        } catch (Rejection rejection) {
            record(write, "refused", rejection.code(), rejection.detail());
            throw rejection;
        } catch (AggregateNotFoundException e) {
            record(write, "refused", "not-found", null);
            throw e;
        } catch (CannotCreateTransactionException e) {
            // the database is away: an audit entry would wait for it as long again, and be lost as well
            throw e;
        } catch (RuntimeException e) {
            record(write, "failed", "internal-error", null);
            throw e;
        }
    }

    /** Who lost a race against another command runs again, on what the winner left. */
    private Committed attempt(Write write, int attempt) {
        try {
            Committed committed = transactions.execute(status -> inTransaction(write));
            LOG.info(
                    "command={} entity={} aggregate={} position={} outcome=done",
                    write.operation(),
                    write.entityType(),
                    committed.aggregateId(),
                    committed.position());
            return committed;
        } catch (ConcurrencyException | AggregateStreamCreationException | DataIntegrityViolationException e) {
            Optional<Rejection> rule = Rejection.ofConstraint(e);
            if (rule.isPresent()) {
                throw rule.get();
            }
            if (attempt == ATTEMPTS) {
                throw new Rejection.Conflict(
                        "changed-meanwhile",
                        "Others keep changing the same thing. Read it again and repeat the change.");
            }
            return attempt(write, attempt + 1);
        }
    }

    private Committed inTransaction(Write write) {
        Committed first = idempotent.claim();
        if (first != null) {
            return first;
        }
        // before anything else is locked: two writes never wait for each other in a circle
        jdbc.sql("select " + AppendLock.TAKE).query((row, number) -> true).single();
        String aggregateId = aggregateId(write.commands().get().toString());
        Committed committed = jdbc.sql("""
                        select sequence_number + 1 as version, global_index as position
                        from domain_event_entry where aggregate_identifier = ?
                        order by sequence_number desc limit 1""")
                .param(aggregateId)
                .query((row, number) ->
                        new Committed(aggregateId, row.getLong("version"), row.getLong("position"), false, null))
                .optional()
                // nothing was written to an empty store
                .orElseGet(() -> new Committed(aggregateId, 0, 0, false, null));
        idempotent.keep(committed);
        return committed;
    }

    private String aggregateId(String written) {
        return written.equals(Write.NEWEST)
                ? jdbc.sql("select aggregate_identifier from domain_event_entry order by global_index desc limit 1")
                        .query(String.class)
                        .optional()
                        .orElse(written)
                : written;
    }

    /** Nothing of it stays, and nothing is on record. */
    void tryOut(Write write) {
        transactions.executeWithoutResult(status -> {
            status.setRollbackOnly();
            inTransaction(write);
        });
    }

    private void record(Write write, String outcome, String code, @Nullable String detail) {
        LOG.info(
                "command={} entity={} id={} outcome={} code={}",
                write.operation(),
                write.entityType(),
                write.entityId(),
                outcome,
                code);
        signals.publishEvent(new ActRecorded(
                clock.instant(),
                write.operation(),
                write.entityType(),
                write.entityId() == null ? null : write.entityId().toString(),
                outcome,
                code,
                detail,
                RequestMetadata.current()));
    }
}
