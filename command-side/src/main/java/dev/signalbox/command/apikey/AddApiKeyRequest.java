package dev.signalbox.command.apikey;

import dev.signalbox.command.write.Credential;
import dev.signalbox.command.write.JsonObject;
import dev.signalbox.command.write.Name;
import dev.signalbox.command.write.RerankDialect;
import dev.signalbox.events.apikey.ApiKeyDetails;
import dev.signalbox.secrets.Secret;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An API key as clients send it. */
record AddApiKeyRequest(
        @NotNull @Name String provider,
        @NotNull @Name String keyName,
        @NotNull @Credential Secret apiKey,
        @Nullable Boolean enabled,
        @Nullable Boolean useForOpsCenter,
        @JsonObject @KeyMetadata @RerankDialect @Nullable Map<String, Object> metadata) {

    ApiKeyDetails details() {
        return new ApiKeyDetails(keyName, Boolean.TRUE.equals(useForOpsCenter), metadata == null ? Map.of() : metadata);
    }

    boolean enabledOrDefault() {
        return enabled == null || enabled;
    }
}
