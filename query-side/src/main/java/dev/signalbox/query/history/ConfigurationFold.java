package dev.signalbox.query.history;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderCleared;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.apikey.ApiKeyAdded;
import dev.signalbox.events.apikey.ApiKeyDeleted;
import dev.signalbox.events.apikey.ApiKeyDisabled;
import dev.signalbox.events.apikey.ApiKeyEnabled;
import dev.signalbox.events.apikey.ApiKeyEvent;
import dev.signalbox.events.apikey.ApiKeyRotated;
import dev.signalbox.events.apikey.ApiKeyUpdated;
import dev.signalbox.events.configuration.Configuration;
import dev.signalbox.events.configuration.Configuration.ApiKeyState;
import dev.signalbox.events.configuration.Configuration.ServerState;
import dev.signalbox.events.server.ServerCredentialChanged;
import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerEnabled;
import dev.signalbox.events.server.ServerEvent;
import dev.signalbox.events.server.ServerRegistered;
import dev.signalbox.events.server.ServerRemoved;
import dev.signalbox.events.server.ServerUpdated;
import dev.signalbox.events.token.TokenEvent;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Events become the configuration after them. */
class ConfigurationFold {

    private final TreeMap<Long, ServerState> servers = new TreeMap<>();
    private final TreeMap<Long, ApiKeyState> keys = new TreeMap<>();
    private final TreeMap<Purpose, ActiveProviderSet> active = new TreeMap<>();
    private final TreeMap<Long, TokenDocument> tokens = new TreeMap<>();

    void apply(Object event) {
        switch (event) {
            case ServerEvent e -> apply(e);
            case ApiKeyEvent e -> apply(e);
            case ActiveProviderSet e -> active.put(e.purpose(), e);
            case ActiveProviderCleared e -> active.remove(e.purpose());
            case TokenEvent e -> tokens.compute(e.tokenId().value(), (id, token) -> TokenDocument.after(token, e));
            default -> {}
        }
    }

    private void apply(ServerEvent event) {
        switch (event) {
            case ServerRegistered e ->
                servers.put(e.serverId().value(), new ServerState(e.details(), e.credential(), e.enabled()));
            case ServerUpdated e -> server(e, s -> new ServerState(e.details(), s.credential(), s.enabled()));
            case ServerCredentialChanged e -> server(e, s -> new ServerState(s.details(), e.credential(), s.enabled()));
            case ServerEnabled e -> server(e, s -> new ServerState(s.details(), s.credential(), true));
            case ServerDisabled e -> server(e, s -> new ServerState(s.details(), s.credential(), false));
            case ServerRemoved e -> servers.remove(e.serverId().value());
        }
    }

    private void apply(ApiKeyEvent event) {
        switch (event) {
            case ApiKeyAdded e ->
                keys.put(e.apiKeyId().value(), new ApiKeyState(e.provider(), e.details(), e.secret(), e.enabled()));
            case ApiKeyUpdated e -> key(e, k -> new ApiKeyState(k.provider(), e.details(), k.secret(), k.enabled()));
            case ApiKeyRotated e -> key(e, k -> new ApiKeyState(k.provider(), k.details(), e.secret(), k.enabled()));
            case ApiKeyEnabled e -> key(e, k -> new ApiKeyState(k.provider(), k.details(), k.secret(), true));
            case ApiKeyDisabled e -> key(e, k -> new ApiKeyState(k.provider(), k.details(), k.secret(), false));
            case ApiKeyDeleted e -> keys.remove(e.apiKeyId().value());
        }
    }

    private void server(ServerEvent event, UnaryOperator<ServerState> change) {
        servers.computeIfPresent(event.serverId().value(), (id, state) -> change.apply(state));
    }

    private void key(ApiKeyEvent event, UnaryOperator<ApiKeyState> change) {
        keys.computeIfPresent(event.apiKeyId().value(), (id, state) -> change.apply(state));
    }

    /** Who may come in is not what is configured: a restore leaves tokens as they are. */
    Optional<TokenDocument> token(long id) {
        return Optional.ofNullable(tokens.get(id));
    }

    Configuration at(long position) {
        return new Configuration(position, servers, keys, active);
    }
}
