package dev.signalbox.command.apikey;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.markDeleted;

import dev.signalbox.command.CommandSide;
import dev.signalbox.command.apikey.ApiKeyCommand.AddApiKey;
import dev.signalbox.command.apikey.ApiKeyCommand.DeleteApiKey;
import dev.signalbox.command.apikey.ApiKeyCommand.RotateApiKey;
import dev.signalbox.command.apikey.ApiKeyCommand.UpdateApiKey;
import dev.signalbox.command.provider.ProviderRegister;
import dev.signalbox.command.write.ExpectedVersion;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.apikey.ApiKeyAdded;
import dev.signalbox.events.apikey.ApiKeyDeleted;
import dev.signalbox.events.apikey.ApiKeyDetails;
import dev.signalbox.events.apikey.ApiKeyDisabled;
import dev.signalbox.events.apikey.ApiKeyEnabled;
import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.apikey.ApiKeyRotated;
import dev.signalbox.events.apikey.ApiKeyUpdated;
import dev.signalbox.events.vendor.Vendor;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;

/** One key of a vendor. */
@Aggregate(snapshotTriggerDefinition = CommandSide.SNAPSHOTS)
@Revision("1") // of snapshots: raised with every change of the fields
@NullUnmarked // Axon builds it empty and fills it from events
class ApiKey {

    @AggregateIdentifier
    private ApiKeyId id;

    private ApiKeyDetails details;
    private boolean enabled;

    ApiKey() {}

    @CommandHandler
    ApiKey(AddApiKey c) {
        apply(new ApiKeyAdded(c.apiKeyId(), c.provider(), c.details(), c.secret(), c.enabled()));
    }

    @CommandHandler
    void handle(UpdateApiKey command, ProviderRegister providers) {
        ExpectedVersion.require(command.expectedVersion());
        ApiKeyDetails changed = new ApiKeyDetails(
                command.keyName().orKeep(details.keyName()),
                command.useForOpsCenter().orKeep(details.useForOpsCenter()),
                command.metadata().present() && command.metadata().value() == null
                        ? Map.of()
                        : command.metadata().orKeep(details.metadata()));
        requireKeyForNewPlace(command, changed);
        if (!changed.equals(details)) {
            apply(new ApiKeyUpdated(id, changed));
        }
        boolean enable = command.enabled().orKeep(enabled);
        if (enable && !enabled) {
            apply(new ApiKeyEnabled(id));
        } else if (!enable && enabled) {
            providers.requireUnused(ref(), "disabled");
            apply(new ApiKeyDisabled(id));
        }
    }

    @CommandHandler
    void handle(RotateApiKey command) {
        ExpectedVersion.require(command.expectedVersion());
        apply(new ApiKeyRotated(id, command.secret()));
    }

    @CommandHandler
    void handle(DeleteApiKey command, ProviderRegister providers) {
        ExpectedVersion.require(command.expectedVersion());
        providers.requireUnused(ref(), "deleted");
        apply(new ApiKeyDeleted(id));
    }

    /** It was entered for one place and never goes to another. */
    private void requireKeyForNewPlace(UpdateApiKey command, ApiKeyDetails changed) {
        if (!command.keyFollows() && !place(changed).equals(place(details))) {
            throw new Rejection.Conflict(
                    "credential-bound-to-host",
                    "The stored api_key was entered for " + place(details)
                            + " and is not sent elsewhere. Send api_key with the new metadata.base_url.");
        }
    }

    private static String place(ApiKeyDetails details) {
        String own = details.baseUrl();
        return own == null ? "the vendor's own address" : Vendor.origin(own);
    }

    private ProviderRef ref() {
        return new ProviderRef(ProviderType.API_KEY, id.value());
    }

    @EventSourcingHandler
    void on(ApiKeyAdded event) {
        id = event.apiKeyId();
        details = event.details();
        enabled = event.enabled();
    }

    @EventSourcingHandler
    void on(ApiKeyUpdated event) {
        details = event.details();
    }

    @EventSourcingHandler
    void on(ApiKeyEnabled event) {
        enabled = true;
    }

    @EventSourcingHandler
    void on(ApiKeyDisabled event) {
        enabled = false;
    }

    @EventSourcingHandler
    void on(ApiKeyDeleted event) {
        markDeleted();
    }
}
