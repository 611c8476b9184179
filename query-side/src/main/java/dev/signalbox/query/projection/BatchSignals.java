package dev.signalbox.query.projection;

import dev.signalbox.events.signal.ViewAdvanced;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Opens each batch by locking its token, and tells everybody when it is applied. */
@Component
class BatchSignals {

    private static final Logger log = LoggerFactory.getLogger(BatchSignals.class);
    private static final String CHANNEL = "signalbox_views";
    private static final String POSITION = BatchSignals.class.getName() + ".position";

    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final EntityManager entities;
    private final TokenStore tokens;
    private final ApplicationEventPublisher publisher;
    private final Poison poison;

    BatchSignals(EntityManager entities, TokenStore tokens, ApplicationEventPublisher publisher, Poison poison) {
        this.entities = entities;
        this.tokens = tokens;
        this.publisher = publisher;
        this.poison = poison;
    }

    MessageHandlerInterceptor<EventMessage<?>> forProcessor(String name) {
        return (unit, chain) -> {
            if (unit.getResource(POSITION) == null) {
                begin(name, unit);
            }
            unit.resources().put(POSITION, position(unit.getMessage()));
            return chain.proceed();
        };
    }

    private void begin(String name, UnitOfWork<?> unit) {
        // Locks the token's row before anything else is touched: a batch and a rebuild can't deadlock, and a batch
        // that has lost its claim ends here, not after its work.
        tokens.extendClaim(name, 0);
        unit.onRollback(u -> failed(name, u.getExecutionResult().getExceptionResult()));
        unit.onPrepareCommit(u -> tell(name, u.<Long>getResource(POSITION)));
        unit.afterCommit(u -> {
            failures.remove(name);
            poison.batchApplied(name);
            publish(name, u.<Long>getResource(POSITION));
        });
    }

    private void failed(String name, Throwable failure) {
        // somebody else goes on with it: no failure
        if (!(failure instanceof UnableToClaimTokenException)) {
            failures.put(name, failure.toString());
            poison.batchFailed(name);
        }
    }

    /** Why this node's last batch was rolled back, null when it was applied. */
    @Nullable
    String failure(String name) {
        return failures.get(name);
    }

    /** Other nodes hear of it when the current transaction commits. */
    void tell(String name, long position) {
        entities.createNativeQuery("select cast(pg_notify(:channel, :notice) as text)")
                .setParameter("channel", CHANNEL)
                .setParameter("notice", name + " " + position)
                .getSingleResult();
    }

    void publish(String name, long position) {
        try {
            publisher.publishEvent(new ViewAdvanced(name, position));
        } catch (RuntimeException e) {
            log.error("A listener failed at {} having applied {}", name, position, e);
        }
    }

    private static long position(EventMessage<?> message) {
        return ((TrackedEventMessage<?>) message).trackingToken().position().orElseThrow();
    }
}
