package dev.signalbox.query.projection;

import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;

/** Handles events into a view's tables; names its processor by {@link ProcessingGroup}. */
public abstract class Projection {

    /** SQL that deletes all that events have put into this projection's tables; a rebuild begins with it. */
    protected abstract List<String> clearing();

    /** Without it events of other kinds would move the token only seconds later, and the view's position lag behind. */
    @EventHandler
    void passOver(Object event) {}

    final String name() {
        return getClass().getAnnotation(ProcessingGroup.class).value();
    }
}
