package dev.signalbox.command.server;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.markDeleted;

import dev.signalbox.command.CommandSide;
import dev.signalbox.command.provider.ProviderRegister;
import dev.signalbox.command.server.ServerCommand.RegisterServer;
import dev.signalbox.command.server.ServerCommand.RemoveServer;
import dev.signalbox.command.server.ServerCommand.UpdateServer;
import dev.signalbox.command.write.ExpectedVersion;
import dev.signalbox.command.write.Patch;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerCredentialChanged;
import dev.signalbox.events.server.ServerDetails;
import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerEnabled;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerRegistered;
import dev.signalbox.events.server.ServerRemoved;
import dev.signalbox.events.server.ServerType;
import dev.signalbox.events.server.ServerUpdated;
import dev.signalbox.events.vendor.Vendor;
import java.util.EnumSet;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** One AI server: what is configured of it, and when that may change. */
@Aggregate(snapshotTriggerDefinition = CommandSide.SNAPSHOTS)
@Revision("1") // of snapshots: raised with every change of the fields
@NullUnmarked // Axon builds it empty and fills it from events
class Server {

    @AggregateIdentifier
    private ServerId id;

    private ServerDetails details;
    private @Nullable SecretRef credential;
    private boolean enabled;

    Server() {}

    @CommandHandler
    Server(RegisterServer command) {
        requireModelPath(command.details());
        apply(new ServerRegistered(command.serverId(), command.details(), command.credential(), command.enabled()));
    }

    @CommandHandler
    void handle(UpdateServer command, ProviderRegister providers) {
        ExpectedVersion.require(command.expectedVersion());
        ServerDetails changed = changed(command);
        requireModelPath(changed);
        requireCredentialForNewHost(command, changed);
        requireSealedForHost(command, changed);
        for (Purpose purpose : details.purposes()) {
            if (!changed.purposes().contains(purpose)) {
                providers.requireUnused(ref(), purpose, "unmarked for " + purpose.wireName());
            }
        }
        boolean enable = command.enabled().orKeep(enabled);
        if (!changed.equals(details)) {
            apply(new ServerUpdated(id, changed));
        }
        if (command.credential().present() && (command.credential().value() != null || credential != null)) {
            apply(new ServerCredentialChanged(id, command.credential().value()));
        }
        if (enable && !enabled) {
            apply(new ServerEnabled(id));
        } else if (!enable && enabled) {
            providers.requireUnused(ref(), "disabled");
            apply(new ServerDisabled(id));
        }
    }

    @CommandHandler
    void handle(RemoveServer command, ProviderRegister providers) {
        ExpectedVersion.require(command.expectedVersion());
        providers.requireUnused(ref(), "removed");
        apply(new ServerRemoved(id));
    }

    private ServerDetails changed(UpdateServer c) {
        Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
        addIf(purposes, Purpose.CHAT, c.useForChat());
        addIf(purposes, Purpose.EMBEDDINGS, c.useForEmbeddings());
        addIf(purposes, Purpose.RERANKING, c.useForReranking());
        return new ServerDetails(
                c.name().orKeep(details.name()),
                c.type().orKeep(details.type()),
                c.baseUrl().orKeep(details.baseUrl()),
                c.modelPath().over(details.modelPath()),
                purposes,
                c.metadata().present() && c.metadata().value() == null
                        ? java.util.Map.of()
                        : c.metadata().orKeep(details.metadata()));
    }

    private void addIf(Set<Purpose> purposes, Purpose purpose, Patch<Boolean> marked) {
        if (marked.orKeep(details.purposes().contains(purpose))) {
            purposes.add(purpose);
        }
    }

    private static void requireModelPath(ServerDetails details) {
        if (details.type() == ServerType.VLLM && details.modelPath() == null) {
            throw new Rejection.Invalid("model_path", "is required for a vllm server");
        }
    }

    /** A stored credential was entered for one host and never goes to another. */
    private void requireCredentialForNewHost(UpdateServer command, ServerDetails changed) {
        boolean moved = !Vendor.origin(changed.baseUrl()).equals(Vendor.origin(details.baseUrl()));
        if (moved && credential != null && !command.credential().present()) {
            throw new Rejection.Conflict(
                    "credential-bound-to-host",
                    "The stored api_key was entered for " + Vendor.origin(details.baseUrl())
                            + " and is not sent elsewhere. Send api_key with the new base_url (or null to clear it).");
        }
    }

    /** It was sealed before this server was loaded: a change that came between may have moved the server. */
    private static void requireSealedForHost(UpdateServer command, ServerDetails changed) {
        boolean given = command.credential().present() && command.credential().value() != null;
        if (given && !Vendor.origin(changed.baseUrl()).equals(command.sealedFor())) {
            throw new Rejection.Conflict(
                    "base-url-changed",
                    "The base_url was changed to " + Vendor.origin(changed.baseUrl())
                            + " by another request just now. Send api_key again if it is for that host.");
        }
    }

    private ProviderRef ref() {
        return new ProviderRef(ProviderType.AI_SERVER, id.value());
    }

    @EventSourcingHandler
    void on(ServerRegistered event) {
        id = event.serverId();
        details = event.details();
        credential = event.credential();
        enabled = event.enabled();
    }

    @EventSourcingHandler
    void on(ServerUpdated event) {
        details = event.details();
    }

    @EventSourcingHandler
    void on(ServerCredentialChanged event) {
        credential = event.credential();
    }

    @EventSourcingHandler
    void on(ServerEnabled event) {
        enabled = true;
    }

    @EventSourcingHandler
    void on(ServerDisabled event) {
        enabled = false;
    }

    @EventSourcingHandler
    void on(ServerRemoved event) {
        markDeleted();
    }
}
