package dev.signalbox.command.server;

import dev.signalbox.command.server.ServerCommand.UpdateServer;
import dev.signalbox.command.write.Credential;
import dev.signalbox.command.write.JsonObject;
import dev.signalbox.command.write.Name;
import dev.signalbox.command.write.Patch;
import dev.signalbox.command.write.RerankDialect;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerType;
import dev.signalbox.secrets.Secret;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a server that a client wants changed. */
record UpdateServerRequest(
        Patch<@NotNull @Name String> name,
        Patch<@NotNull ServerType> serverType,
        Patch<@NotNull @HttpBaseUrl @Size(max = 2048) String> baseUrl,
        Patch<@Credential Secret> apiKey,
        Patch<@Name String> modelPath,
        Patch<@NotNull Boolean> enabled,
        Patch<@NotNull Boolean> useForChat,
        Patch<@NotNull Boolean> useForEmbeddings,
        Patch<@NotNull Boolean> useForReranking,
        Patch<@JsonObject @RerankDialect Map<String, Object>> metadata) {

    UpdateServer command(
            ServerId id, @Nullable Long expectedVersion, Patch<SecretRef> credential, @Nullable String sealedFor) {
        return new UpdateServer(
                id,
                expectedVersion,
                name,
                serverType,
                baseUrl.map(HttpBaseUrl.Validator::normalised),
                modelPath,
                useForChat,
                useForEmbeddings,
                useForReranking,
                metadata,
                credential,
                sealedFor,
                enabled);
    }
}
