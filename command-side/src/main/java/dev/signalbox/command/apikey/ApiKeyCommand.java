package dev.signalbox.command.apikey;

import dev.signalbox.command.write.Patch;
import dev.signalbox.events.apikey.ApiKeyDetails;
import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.secret.SecretRef;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** All that can be asked of an API key. {@code expectedVersion} is what {@code If-Match} names, null for any. */
public sealed interface ApiKeyCommand {

    /** @param secret already in the vault */
    record AddApiKey(
            @TargetAggregateIdentifier ApiKeyId apiKeyId,
            String provider,
            ApiKeyDetails details,
            SecretRef secret,
            boolean enabled)
            implements ApiKeyCommand {}

    /**
     * A partial update: absent fields stay.
     *
     * @param keyFollows whether the key is entered again, in the same transaction
     */
    record UpdateApiKey(
            @TargetAggregateIdentifier ApiKeyId apiKeyId,
            @Nullable Long expectedVersion,
            Patch<String> keyName,
            Patch<Boolean> useForOpsCenter,
            Patch<Map<String, Object>> metadata,
            Patch<Boolean> enabled,
            boolean keyFollows)
            implements ApiKeyCommand {

        public UpdateApiKey(
                ApiKeyId apiKeyId,
                @Nullable Long expectedVersion,
                Patch<String> keyName,
                Patch<Boolean> useForOpsCenter,
                Patch<Map<String, Object>> metadata,
                Patch<Boolean> enabled) {
            this(apiKeyId, expectedVersion, keyName, useForOpsCenter, metadata, enabled, false);
        }
    }

    /** @param secret the new version, already in the vault */
    record RotateApiKey(
            @TargetAggregateIdentifier ApiKeyId apiKeyId,
            @Nullable Long expectedVersion,
            SecretRef secret) implements ApiKeyCommand {}

    record DeleteApiKey(
            @TargetAggregateIdentifier ApiKeyId apiKeyId,
            @Nullable Long expectedVersion) implements ApiKeyCommand {}
}
