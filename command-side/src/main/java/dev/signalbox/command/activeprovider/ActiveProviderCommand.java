package dev.signalbox.command.activeprovider;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.Target;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** All that can be asked of the active provider of a purpose. */
public sealed interface ActiveProviderCommand {

    Purpose purpose();

    /** The text form of the purpose's aggregate never changes. */
    @TargetAggregateIdentifier
    default String aggregateId() {
        return aggregateId(purpose());
    }

    static String aggregateId(Purpose purpose) {
        return "active-" + purpose.wireName();
    }

    record SetActiveProvider(Purpose purpose, @Nullable Long expectedVersion, Target primary, List<Target> fallbacks)
            implements ActiveProviderCommand {}

    record ClearActiveProvider(Purpose purpose, @Nullable Long expectedVersion) implements ActiveProviderCommand {}
}
