package dev.signalbox.query.projection;

import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;

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

    /** Where events have put anything. */
    protected abstract List<Table> tables();

    /** Changes the view by one event, or passes it over. */
    protected abstract void apply(Object event, DomainEventMessage<?> message);

    /**
     * One handler for all kinds of events: those passed over move the token, too, or the view's position would lag
     * seconds behind. Not beside handlers of the kinds: Axon prefers Object's handler to an interface's.
     */
    @EventHandler
    void on(Object event, DomainEventMessage<?> message) {
        apply(event, message);
    }

    final String name() {
        return getClass().getAnnotation(ProcessingGroup.class).value();
    }
}
