package dev.signalbox.command.server;

import dev.signalbox.command.write.Credential;
import dev.signalbox.command.write.JsonObject;
import dev.signalbox.command.write.Name;
import dev.signalbox.command.write.RerankDialect;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.server.ServerDetails;
import dev.signalbox.events.server.ServerType;
import dev.signalbox.secrets.Secret;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server as clients send it. */
record RegisterServerRequest(
        @NotNull @Name String name,
        @NotNull ServerType serverType,
        @NotNull @HttpBaseUrl @Size(max = 2048) String baseUrl,
        @Credential @Nullable Secret apiKey,
        @Name @Nullable String modelPath,
        @Nullable Boolean enabled,
        @Nullable Boolean useForChat,
        @Nullable Boolean useForEmbeddings,
        @Nullable Boolean useForReranking,
        @JsonObject @RerankDialect @Nullable Map<String, Object> metadata) {

    ServerDetails details() {
        Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
        addIf(useForChat, Purpose.CHAT, purposes);
        addIf(useForEmbeddings, Purpose.EMBEDDINGS, purposes);
        addIf(useForReranking, Purpose.RERANKING, purposes);
        return new ServerDetails(
                name,
                serverType,
                HttpBaseUrl.Validator.normalised(baseUrl),
                modelPath,
                purposes,
                metadata == null ? Map.of() : metadata);
    }

    boolean enabledOrDefault() {
        return enabled == null || enabled;
    }

    private static void addIf(@Nullable Boolean marked, Purpose purpose, Set<Purpose> purposes) {
        if (Boolean.TRUE.equals(marked)) {
            purposes.add(purpose);
        }
    }
}
