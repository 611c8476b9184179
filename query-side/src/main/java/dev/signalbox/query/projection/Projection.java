package dev.signalbox.query.projection;

import java.util.List;
import java.util.Objects;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;

/** Handles events into a view's tables; names its processor by {@link ProcessingGroup}. */
public abstract class Projection {

    /**
     * A table of this projection.
     *
     * @param rows an SQL condition: those that events have put there, and a rebuild makes anew
     */
    public record Table(String name, String rows) {

        public Table(String name) {
            this(name, "true");
        }
    }

    private @Nullable Poison poison;

    /** Where events have put anything. */
    protected abstract List<Table> tables();

    /** Changes the view by one event, or passes it over. */
    protected abstract void apply(Object event, DomainEventMessage<?> message);

    /** Whether events of this kind may change the view; a rebuild doesn't decode others. */
    protected boolean handles(Class<?> eventType) {
        return true;
    }

    /** Whether it looks at who caused such an event, too: that costs as much as the event itself. */
    protected boolean namesCauser(Class<?> eventType) {
        return handles(eventType);
    }

    @Autowired
    final void watchedBy(Poison watcher) {
        poison = watcher;
    }

    /** What {@link #apply} will look at is decoded then: by whichever thread has time. */
    final void decode(DomainEventMessage<?> message) {
        Class<?> type = message.getPayloadType();
        if (handles(type)) {
            message.getPayload();
        }
        if (namesCauser(type)) {
            message.getMetaData();
        }
    }

    /**
     * One handler for all kinds of events: those passed over move the token, too, or the view's position would lag
     * seconds behind. Not beside handlers of the kinds: Axon prefers Object's handler to an interface's.
     */
    @EventHandler
    void on(Object event, DomainEventMessage<?> message) {
        Objects.requireNonNull(poison).apply(this, event, message);
    }

    final String name() {
        return getClass().getAnnotation(ProcessingGroup.class).value();
    }
}
