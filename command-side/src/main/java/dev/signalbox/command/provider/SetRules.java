package dev.signalbox.command.provider;

import dev.signalbox.command.CommandSide;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderCleared;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.activeprovider.Target;
import dev.signalbox.events.apikey.ApiKeyAdded;
import dev.signalbox.events.apikey.ApiKeyDeleted;
import dev.signalbox.events.apikey.ApiKeyDisabled;
import dev.signalbox.events.apikey.ApiKeyEnabled;
import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.apikey.ApiKeyRotated;
import dev.signalbox.events.apikey.ApiKeyUpdated;
import dev.signalbox.events.server.ServerCredentialChanged;
import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerEnabled;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerRegistered;
import dev.signalbox.events.server.ServerRemoved;
import dev.signalbox.events.server.ServerUpdated;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/** Writes the rows whose constraints are the rules across aggregates; under any race the database decides. */
@Component
@ProcessingGroup(CommandSide.SET_RULES)
class SetRules {

    private final ProviderRows rows;

    SetRules(ProviderRows rows) {
        this.rows = rows;
    }

    @EventHandler
    void on(ServerRegistered event) {
        ProviderRef server = ref(event.serverId());
        var details = event.details();
        rows.insert(server, "", details.name(), details.baseUrl(), event.credential(), event.enabled());
        rows.setPurposes(server, details.purposes(), event.enabled());
    }

    @EventHandler
    void on(ServerUpdated event) {
        ProviderRef server = ref(event.serverId());
        rows.update(server, event.details().name(), event.details().baseUrl());
        rows.setPurposes(server, event.details().purposes(), rows.isEnabled(server));
    }

    @EventHandler
    void on(ServerCredentialChanged event) {
        rows.replaceSecret(ref(event.serverId()), event.credential());
    }

    @EventHandler
    void on(ServerEnabled event) {
        rows.setEnabled(ref(event.serverId()), true);
    }

    @EventHandler
    void on(ServerDisabled event) {
        rows.setEnabled(ref(event.serverId()), false);
    }

    @EventHandler
    void on(ServerRemoved event) {
        rows.delete(ref(event.serverId()));
    }

    @EventHandler
    void on(ApiKeyAdded event) {
        ProviderRef key = ref(event.apiKeyId());
        rows.insert(
                key,
                event.provider(),
                event.details().keyName(),
                event.details().baseUrl(),
                event.secret(),
                event.enabled());
        rows.setPurposes(key, EnumSet.allOf(Purpose.class), event.enabled());
    }

    @EventHandler
    void on(ApiKeyUpdated event) {
        rows.update(
                ref(event.apiKeyId()),
                event.details().keyName(),
                event.details().baseUrl());
    }

    @EventHandler
    void on(ApiKeyRotated event) {
        rows.replaceSecret(ref(event.apiKeyId()), event.secret());
    }

    @EventHandler
    void on(ApiKeyEnabled event) {
        rows.setEnabled(ref(event.apiKeyId()), true);
    }

    @EventHandler
    void on(ApiKeyDisabled event) {
        rows.setEnabled(ref(event.apiKeyId()), false);
    }

    @EventHandler
    void on(ApiKeyDeleted event) {
        rows.delete(ref(event.apiKeyId()));
    }

    @EventHandler
    void on(ActiveProviderSet event) {
        List<ProviderRef> targets = Stream.concat(Stream.of(event.primary()), event.fallbacks().stream())
                .map(Target::provider)
                .toList();
        rows.setTargets(event.purpose(), targets);
    }

    @EventHandler
    void on(ActiveProviderCleared event) {
        rows.setTargets(event.purpose(), List.of());
    }

    private static ProviderRef ref(ServerId id) {
        return new ProviderRef(ProviderType.AI_SERVER, id.value());
    }

    private static ProviderRef ref(ApiKeyId id) {
        return new ProviderRef(ProviderType.API_KEY, id.value());
    }
}
