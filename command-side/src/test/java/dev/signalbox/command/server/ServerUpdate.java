package dev.signalbox.command.server;

import dev.signalbox.command.server.ServerCommand.UpdateServer;
import dev.signalbox.command.write.Patch;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerType;
import org.jspecify.annotations.Nullable;

/** Names the few fields that a test is about. */
final class ServerUpdate {
    private final ServerId id;
    private Patch<ServerType> type = Patch.absent();
    private Patch<String> baseUrl = Patch.absent();
    private Patch<String> modelPath = Patch.absent();
    private Patch<Boolean> useForChat = Patch.absent();
    private Patch<SecretRef> credential = Patch.absent();
    private @Nullable String sealedFor;
    private Patch<Boolean> enabled = Patch.absent();

    ServerUpdate(ServerId id) {
        this.id = id;
    }

    ServerUpdate type(ServerType value) {
        type = Patch.of(value);
        return this;
    }

    ServerUpdate baseUrl(String value) {
        baseUrl = Patch.of(value);
        return this;
    }

    ServerUpdate modelPath(@Nullable String value) {
        modelPath = Patch.of(value);
        return this;
    }

    ServerUpdate useForChat(boolean value) {
        useForChat = Patch.of(value);
        return this;
    }

    ServerUpdate credential(@Nullable SecretRef value) {
        credential = Patch.of(value);
        return this;
    }

    ServerUpdate sealedFor(String origin) {
        sealedFor = origin;
        return this;
    }

    ServerUpdate enabled(boolean value) {
        enabled = Patch.of(value);
        return this;
    }

    UpdateServer command() {
        return new UpdateServer(
                id,
                null,
                Patch.absent(),
                type,
                baseUrl,
                modelPath,
                useForChat,
                Patch.absent(),
                Patch.absent(),
                Patch.absent(),
                credential,
                sealedFor,
                enabled);
    }
}
