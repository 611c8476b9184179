package dev.signalbox.command.config;

import dev.signalbox.command.config.ConfigFile.ServerEntry;
import dev.signalbox.command.plan.ServerChange;
import dev.signalbox.command.plan.Step;
import dev.signalbox.command.server.ServerCommand.RegisterServer;
import dev.signalbox.command.server.ServerCommand.RemoveServer;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.configuration.Configuration.ServerState;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerDetails;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerType;
import dev.signalbox.events.vendor.Vendor;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What makes the servers what a file says. */
final class ServerSteps {

    private final Draft draft;
    private final Secrets secrets;
    private final Map<String, Long> byName = new HashMap<>();

    ServerSteps(Draft draft, Secrets secrets) {
        this.draft = draft;
        this.secrets = secrets;
        draft.now.servers().forEach((id, server) -> byName.put(server.details().name(), id));
    }

    void add(@Nullable List<ServerEntry> entries) {
        draft.now.servers().forEach((id, server) -> {
            boolean named = ConfigFile.orEmpty(entries).stream()
                    .anyMatch(entry -> entry.name().equals(server.details().name()));
            if (!named && draft.prune && entries != null) {
                remove(id, server);
            } else if (!named) {
                is(new ProviderRef(ProviderType.AI_SERVER, id), server);
            }
        });
        ConfigFile.orEmpty(entries).forEach(this::add);
    }

    private void add(ServerEntry entry) {
        if (entry.serverType() == ServerType.VLLM && entry.modelPath() == null) {
            draft.lines.wrong(entry.path(), "needs model_path, as every vllm server does");
        }
        Long id = byName.get(entry.name());
        ServerState current = id == null ? null : draft.now.servers().get(id);
        ProviderRef server =
                id == null ? draft.created(ProviderType.AI_SERVER) : new ProviderRef(ProviderType.AI_SERVER, id);
        SecretRef credential = credential(entry, current);
        ServerState wanted = new ServerState(entry.details(), credential, entry.enabled());
        is(server, wanted);
        draft.changes(
                ProviderType.AI_SERVER,
                entry.name(),
                current == null ? null : Documents.server(current),
                Documents.server(wanted));
        if (current == null) {
            draft.steps.grow(Step.of(
                    server,
                    entry.name(),
                    List.of(),
                    new RegisterServer(new ServerId(server.id()), entry.details(), credential, entry.enabled())));
        } else {
            update(server, current, wanted);
        }
    }

    private void is(ProviderRef server, ServerState state) {
        draft.has(
                state.details().name(),
                new Draft.Provider(server, state.enabled(), state.details().purposes()));
    }

    private @Nullable SecretRef credential(ServerEntry entry, @Nullable ServerState current) {
        SecretRef is = current == null ? null : current.credential();
        String origin = Vendor.origin(entry.details().baseUrl());
        boolean fits =
                current != null && origin.equals(Vendor.origin(current.details().baseUrl()));
        if (entry.apiKey().present()) {
            SecretSource source = entry.apiKey().value();
            return source == null ? null : secrets.find(source, is, fits, "server", List.of(origin), entry.path());
        }
        if (is != null && !fits) {
            draft.lines.wrong(
                    entry.path() + ".base_url",
                    "moves the server to another host, but its stored api_key was entered for the present one. Add"
                            + " api_key: env:NAME (or file:PATH), or api_key: null to destroy it");
        }
        return is;
    }

    private void update(ProviderRef server, ServerState current, ServerState wanted) {
        ServerDetails is = current.details();
        ServerDetails will = wanted.details();
        ServerChange change = new ServerChange(server.id()).details(is, will).baseUrl(is.baseUrl(), will.baseUrl());
        if (!Objects.equals(current.credential(), wanted.credential())) {
            change.credential(wanted.credential(), will.baseUrl());
        }
        // what an active provider has too much is taken only when it is active no more
        boolean later = draft.usedNow(server);
        Set<Purpose> grown = EnumSet.noneOf(Purpose.class);
        grown.addAll(will.purposes());
        grown.addAll(later ? is.purposes() : Set.of());
        boolean enabled = wanted.enabled() || (later && current.enabled());
        change.purposes(is.purposes(), grown).enabled(current.enabled(), enabled);
        if (!change.fields().isEmpty()) {
            draft.steps.grow(Step.of(server, will.name(), change.fields(), change.command()));
        }
        ServerChange less =
                new ServerChange(server.id()).purposes(grown, will.purposes()).enabled(enabled, wanted.enabled());
        if (!less.fields().isEmpty()) {
            draft.steps.shrink(Step.of(server, will.name(), less.fields(), less.command()));
        }
    }

    private void remove(long id, ServerState server) {
        String name = server.details().name();
        draft.changes(ProviderType.AI_SERVER, name, Documents.server(server), null);
        draft.steps.shrink(Step.of(
                new ProviderRef(ProviderType.AI_SERVER, id),
                name,
                List.of(),
                new RemoveServer(new ServerId(id), null)));
    }
}
