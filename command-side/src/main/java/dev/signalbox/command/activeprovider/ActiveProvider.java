package dev.signalbox.command.activeprovider;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.signalbox.command.CommandSide;
import dev.signalbox.command.activeprovider.ActiveProviderCommand.ClearActiveProvider;
import dev.signalbox.command.activeprovider.ActiveProviderCommand.SetActiveProvider;
import dev.signalbox.command.provider.ProviderRegister;
import dev.signalbox.command.write.ExpectedVersion;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.activeprovider.ActiveProviderCleared;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.activeprovider.Target;
import java.util.HashSet;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Where the requests of one purpose go. Clearing it does not end its stream: it can be set again. */
@Aggregate(snapshotTriggerDefinition = CommandSide.SNAPSHOTS)
@Revision("1") // of snapshots: raised with every change of the fields
@NullUnmarked // Axon builds it empty and fills it from events
class ActiveProvider {

    @AggregateIdentifier
    private String id;

    private @Nullable ActiveProviderSet current;

    ActiveProvider() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(SetActiveProvider command, ProviderRegister providers) {
        ExpectedVersion.require(command.expectedVersion());
        requireDistinct(command);
        providers.requireServing(command.primary().provider(), command.purpose());
        command.fallbacks().forEach(target -> providers.requireServing(target.provider(), command.purpose()));
        var changed = new ActiveProviderSet(command.purpose(), command.primary(), command.fallbacks());
        if (!changed.equals(current)) {
            apply(changed);
        }
    }

    @CommandHandler
    void handle(ClearActiveProvider command) {
        ExpectedVersion.require(command.expectedVersion());
        if (current == null) {
            throw new Rejection.Unknown(
                    "active provider for " + command.purpose().wireName());
        }
        apply(new ActiveProviderCleared(command.purpose()));
    }

    private static void requireDistinct(SetActiveProvider command) {
        Set<Target> seen = new HashSet<>(Set.of(command.primary()));
        for (Target fallback : command.fallbacks()) {
            if (!seen.add(fallback)) {
                throw new Rejection.Conflict(
                        "duplicate-target",
                        "The fallback " + fallback.provider() + " repeats the primary or another fallback.");
            }
        }
    }

    @EventSourcingHandler
    void on(ActiveProviderSet event) {
        id = ActiveProviderCommand.aggregateId(event.purpose());
        current = event;
    }

    @EventSourcingHandler
    void on(ActiveProviderCleared event) {
        current = null;
    }
}
