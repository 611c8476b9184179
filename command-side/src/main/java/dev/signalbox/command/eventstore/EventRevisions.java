package dev.signalbox.command.eventstore;

import dev.signalbox.events.activeprovider.ActiveProviderSet;
import java.util.Map;
import org.axonframework.serialization.AnnotationRevisionResolver;
import org.axonframework.serialization.RevisionResolver;
import org.jspecify.annotations.Nullable;

/**
 * The revision that events are stored with: which shape their JSON has. Here and not on the events, which know nothing of
 * Axon. Who changes a shape raises it, writes an upcaster from the one before, and keeps the old golden file.
 */
class EventRevisions implements RevisionResolver {

    static final String SEVERAL_FALLBACKS = "1";

    private static final Map<Class<?>, String> REVISIONS = Map.of(ActiveProviderSet.class, SEVERAL_FALLBACKS);

    private final RevisionResolver ofAggregates = new AnnotationRevisionResolver();

    @Override
    public @Nullable String revisionOf(Class<?> type) {
        String revision = REVISIONS.get(type);
        return revision == null ? ofAggregates.revisionOf(type) : revision;
    }
}
