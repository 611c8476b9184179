package dev.signalbox.query.audit;

import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.query.OnEveryNode;
import jakarta.persistence.EntityManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps acts that made no event, in a transaction of their own: the one they were part of may be rolled back. */
@OnEveryNode
class ActRecorder {

    private static final Logger log = LoggerFactory.getLogger(ActRecorder.class);

    private final EntityManager entities;
    private final TransactionTemplate own;

    ActRecorder(EntityManager entities, PlatformTransactionManager transactions) {
        this.entities = entities;
        own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @EventListener
    void on(ActRecorded act) {
        try {
            own.executeWithoutResult(status -> entities.persist(new AuditEntry(act)));
        } catch (RuntimeException e) {
            if (act.outcome().equals("done")) {
                // an act that must be on record does not happen when it can't be
                throw e;
            }
            // the caller's answer is right with or without the entry; the log is the second-best place for it
            log.error("Not in the audit log: {} ({})", act, e.toString());
        }
    }
}
