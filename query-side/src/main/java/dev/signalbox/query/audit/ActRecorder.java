package dev.signalbox.query.audit;

import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.query.OnEveryNode;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.server.ResponseStatusException;

/** Keeps acts that made no event, in a transaction of their own: the one they were part of may be rolled back. */
@OnEveryNode
class ActRecorder {

    private static final Logger log = LoggerFactory.getLogger(ActRecorder.class);

    private final ActRows rows;
    private final ActNumbers numbers;
    private final TransactionTemplate own;

    ActRecorder(ActRows rows, ActNumbers numbers, PlatformTransactionManager transactions) {
        this.rows = rows;
        this.numbers = numbers;
        own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void on(ActRecorded act) {
        try {
            own.executeWithoutResult(status -> rows.add(new AuditEntry(act, Instant.now(), numbers.next())));
        } catch (RuntimeException e) {
            // the caller's answer is right with or without the entry; the log is the second-best place for it
            log.error("Not in the audit log: {} ({})", act, e.toString());
            if (act.outcome().equals("done")) {
                throw new ResponseStatusException(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "This must be on record in the audit log, which can't be written now. Nothing was given out;"
                                + " try again.",
                        e);
            }
        }
    }
}
