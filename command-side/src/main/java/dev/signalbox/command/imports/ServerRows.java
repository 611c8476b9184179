package dev.signalbox.command.imports;

import dev.signalbox.command.config.ConfigFile.ServerEntry;
import dev.signalbox.command.imports.OpsCenterRequest.OldServer;
import dev.signalbox.command.server.HttpBaseUrl;
import dev.signalbox.command.server.ServerCommand.RegisterServer;
import dev.signalbox.command.write.Patch;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.configuration.Configuration.ServerState;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerDetails;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerType;
import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.secrets.Secret;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table {@code ai_servers}. */
final class ServerRows {

    static final String TABLE = "ai_servers";

    private final Rows rows;
    private final Map<String, Long> byName = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();

    ServerRows(Rows rows) {
        this.rows = rows;
        rows.now.servers().forEach((id, server) -> byName.put(server.details().name(), id));
    }

    void add(OldServer old) {
        Ledger.Row row = rows.ledger.row(TABLE, "" + old.id(), old.name());
        String earlier = rows.past.madeOf(row.origin(rows.source)).orElse(null);
        if (earlier != null) {
            importedBefore(row, old.id(), Long.parseLong(earlier.substring("server-".length())));
            return;
        }
        ServerEntry entry = entry(row, old);
        if (entry == null || row.hasProblem()) {
            return;
        }
        Long twin = seen.putIfAbsent(entry.name(), old.id());
        if (twin != null) {
            row.problem("duplicate-name", "has the same name as " + TABLE + " " + twin + ". Rename one of them there");
            return;
        }
        ServerDetails details = details(row, entry);
        Secret key = old.apiKey() == null || old.apiKey().bytes().length == 0 ? null : old.apiKey();
        Long existing = byName.get(entry.name());
        if (existing != null) {
            there(row, old, existing, details, entry.enabled(), key);
            return;
        }
        create(row, old, details, entry.enabled(), key);
    }

    private void importedBefore(Ledger.Row row, long old, long id) {
        ServerState state = rows.now.servers().get(id);
        row.is(id);
        row.note(
                "imported-before",
                "was imported before, as server " + id + (state == null ? ", which was removed since" : ""));
        if (state != null) {
            has(old, id, state.enabled(), state.details().purposes());
        }
    }

    private void there(
            Ledger.Row row, OldServer old, long id, ServerDetails details, boolean enabled, @Nullable Secret key) {
        ServerState state = rows.now.servers().get(id);
        boolean same = state != null
                && state.details().equals(details)
                && state.enabled() == enabled
                && rows.same(state.credential(), key);
        if (!same) {
            row.problem(
                    "name-taken",
                    "has the name of server " + id + " here, which is another one. Rename one of them, or remove"
                            + " server " + id);
            return;
        }
        row.is(id);
        row.note("there-already", "is server " + id + " here already");
        has(old.id(), id, enabled, details.purposes());
    }

    private void create(Ledger.Row row, OldServer old, ServerDetails details, boolean enabled, @Nullable Secret key) {
        long id = rows.past.number(ProviderType.AI_SERVER, old.id());
        if (id != old.id()) {
            row.note("id-taken", "gets the number " + id + ": " + old.id() + " is taken here");
        }
        SecretRef credential = null;
        if (key != null) {
            credential = rows.seal("server", List.of(Vendor.origin(details.baseUrl())), key);
            row.note(
                    "plaintext-key-sealed",
                    "had its api_key stored in the clear; it is sealed now. Consider a new one");
        }
        row.becomes(id, new RegisterServer(new ServerId(id), details, credential, enabled));
        has(old.id(), id, enabled, details.purposes());
    }

    private void has(long old, long id, boolean enabled, Set<Purpose> purposes) {
        rows.ledger.has(
                new ProviderRef(ProviderType.AI_SERVER, old),
                new Ledger.Provider(new ProviderRef(ProviderType.AI_SERVER, id), enabled, purposes));
    }

    private @Nullable ServerEntry entry(Ledger.Row row, OldServer old) {
        ServerType type = Arrays.stream(ServerType.values())
                .filter(known -> known.wireName().equals(old.serverType()))
                .findFirst()
                .orElse(null);
        if (type == null) {
            row.problem(
                    "unknown-type",
                    "has the server_type " + old.serverType()
                            + "; known are vllm, ollama, llamacpp and openai-compatible");
        }
        rows.checkKey(row, old.apiKey() == null || old.apiKey().bytes().length == 0 ? null : old.apiKey());
        Map<String, Object> metadata = rows.metadata(row, old.metadata());
        if (type == null || old.name() == null || old.baseUrl() == null) {
            if (type != null) {
                row.problem("invalid", "has no name or no base_url");
            }
            return null;
        }
        Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
        addIf(purposes, Purpose.CHAT, old.useForChat());
        addIf(purposes, Purpose.EMBEDDINGS, old.useForEmbeddings());
        addIf(purposes, Purpose.RERANKING, old.useForReranking());
        String modelPath = old.modelPath() == null || old.modelPath().isBlank() ? null : old.modelPath();
        if (type == ServerType.VLLM && modelPath == null) {
            modelPath = "default";
            row.note(
                    "model-path-default",
                    "has no model_path, which vllm needs here: it gets \"default\", as it was sent");
        }
        boolean enabled = old.enabled() == null || old.enabled();
        var entry = new ServerEntry(
                old.name(), type, old.baseUrl(), Patch.absent(), modelPath, enabled, purposes, metadata);
        rows.check(row, entry);
        return entry;
    }

    private static ServerDetails details(Ledger.Row row, ServerEntry entry) {
        String url = HttpBaseUrl.Validator.normalised(entry.baseUrl());
        if (!url.equals(entry.baseUrl())) {
            row.note("base-url-normalised", "has the base_url " + url + " here");
        }
        return new ServerDetails(
                entry.name(), entry.serverType(), url, entry.modelPath(), entry.purposes(), entry.metadata());
    }

    private static void addIf(Set<Purpose> purposes, Purpose purpose, @Nullable Boolean marked) {
        if (Boolean.TRUE.equals(marked)) {
            purposes.add(purpose);
        }
    }
}
