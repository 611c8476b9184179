package dev.signalbox.command.plan;

import dev.signalbox.command.server.ServerCommand.UpdateServer;
import dev.signalbox.command.write.Patch;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerDetails;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerType;
import dev.signalbox.events.vendor.Vendor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers what one {@link UpdateServer} changes. */
public final class ServerChange {

    private final ServerId id;
    private final List<String> fields = new ArrayList<>();
    private Patch<String> name = Patch.absent();
    private Patch<ServerType> type = Patch.absent();
    private Patch<String> baseUrl = Patch.absent();
    private Patch<String> modelPath = Patch.absent();
    private Patch<Map<String, Object>> metadata = Patch.absent();
    private Patch<SecretRef> credential = Patch.absent();
    private @Nullable String sealedFor;
    private Patch<Boolean> enabled = Patch.absent();
    private @Nullable Set<Purpose> purposes;

    public ServerChange(long id) {
        this.id = new ServerId(id);
    }

    /** All but the name, the place and the purposes, where they differ. */
    public ServerChange details(ServerDetails now, ServerDetails wanted) {
        type = patch("server_type", now.type(), wanted.type());
        modelPath = patch("model_path", now.modelPath(), wanted.modelPath());
        metadata = patch("metadata", now.metadata(), wanted.metadata());
        return this;
    }

    public ServerChange name(String value) {
        fields.add("name");
        name = Patch.of(value);
        return this;
    }

    public ServerChange baseUrl(String now, String wanted) {
        baseUrl = patch("base_url", now, wanted);
        return this;
    }

    /** @param url of the host that it is sealed for */
    public ServerChange credential(@Nullable SecretRef value, String url) {
        fields.add("api_key");
        credential = Patch.of(value);
        sealedFor = Vendor.origin(url);
        return this;
    }

    public ServerChange purposes(Set<Purpose> now, Set<Purpose> wanted) {
        if (!now.equals(wanted)) {
            purposes = wanted;
            for (Purpose purpose : Purpose.values()) {
                if (now.contains(purpose) != wanted.contains(purpose)) {
                    fields.add("use_for_" + purpose.wireName());
                }
            }
        }
        return this;
    }

    public ServerChange enabled(boolean now, boolean wanted) {
        enabled = patch("enabled", now, wanted);
        return this;
    }

    private <T> Patch<T> patch(String field, @Nullable T now, @Nullable T wanted) {
        if (Objects.equals(now, wanted)) {
            return Patch.absent();
        }
        fields.add(field);
        return Patch.of(wanted);
    }

    public List<String> fields() {
        return List.copyOf(fields);
    }

    public UpdateServer command() {
        return new UpdateServer(
                id,
                null,
                name,
                type,
                baseUrl,
                modelPath,
                serves(Purpose.CHAT),
                serves(Purpose.EMBEDDINGS),
                serves(Purpose.RERANKING),
                metadata,
                credential,
                sealedFor,
                enabled);
    }

    private Patch<Boolean> serves(Purpose purpose) {
        return purposes == null ? Patch.absent() : Patch.of(purposes.contains(purpose));
    }
}
