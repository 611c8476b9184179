package dev.signalbox.command.server;

import dev.signalbox.command.write.Patch;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerDetails;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerType;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** All that can be asked of a server. {@code expectedVersion} is what {@code If-Match} names, null for any. */
public sealed interface ServerCommand {

    /** @param credential already in the vault, null when the server needs none */
    record RegisterServer(
            @TargetAggregateIdentifier ServerId serverId,
            ServerDetails details,
            @Nullable SecretRef credential,
            boolean enabled)
            implements ServerCommand {}

    /**
     * A partial update: absent fields stay.
     *
     * @param sealedFor the origin that a given credential was sealed for
     */
    record UpdateServer(
            @TargetAggregateIdentifier ServerId serverId,
            @Nullable Long expectedVersion,
            Patch<String> name,
            Patch<ServerType> type,
            Patch<String> baseUrl,
            Patch<String> modelPath,
            Patch<Boolean> useForChat,
            Patch<Boolean> useForEmbeddings,
            Patch<Boolean> useForReranking,
            Patch<Map<String, Object>> metadata,
            Patch<SecretRef> credential,
            @Nullable String sealedFor,
            Patch<Boolean> enabled)
            implements ServerCommand {}

    record RemoveServer(
            @TargetAggregateIdentifier ServerId serverId,
            @Nullable Long expectedVersion) implements ServerCommand {}
}
