package dev.signalbox.command.apikey;

import dev.signalbox.command.apikey.ApiKeyCommand.UpdateApiKey;
import dev.signalbox.command.write.Credential;
import dev.signalbox.command.write.JsonObject;
import dev.signalbox.command.write.Name;
import dev.signalbox.command.write.Patch;
import dev.signalbox.command.write.RerankDialect;
import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.secrets.Secret;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of an API key that a client wants changed; its vendor is not among them. */
record UpdateApiKeyRequest(
        Patch<@NotNull @Name String> keyName,
        Patch<@NotNull @Credential Secret> apiKey,
        Patch<@NotNull Boolean> enabled,
        Patch<@NotNull Boolean> useForOpsCenter,
        Patch<@JsonObject @KeyMetadata @RerankDialect Map<String, Object>> metadata) {

    UpdateApiKey command(ApiKeyId id, @Nullable Long expectedVersion) {
        return new UpdateApiKey(id, expectedVersion, keyName, useForOpsCenter, metadata, enabled, apiKey.present());
    }
}
