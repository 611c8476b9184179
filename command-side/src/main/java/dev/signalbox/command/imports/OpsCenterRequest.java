package dev.signalbox.command.imports;

import dev.signalbox.secrets.Secret;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The four tables of an Ops-Center, as the command line has read them. Rows are taken as they are: what is wrong with one
 * is said of it, and is no malformed request.
 *
 * @param source names the installation, when there are several
 * @param dryRun only says what would happen
 * @param skipProblems imports the rest when there are rows that can't be
 */
record OpsCenterRequest(
        @Nullable @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,39}")
        String source,

        @Nullable Boolean dryRun,
        @Nullable Boolean skipProblems,
        @NotNull List<@NotNull @Valid OldServer> servers,
        @NotNull List<@NotNull @Valid OldKey> apiKeys,
        @NotNull List<@NotNull @Valid OldActive> active,
        @NotNull List<@NotNull @Valid OldAct> audit) {

    /** A row of {@code ai_servers}; its key was stored in the clear. */
    record OldServer(
            long id,
            @Nullable String name,
            @Nullable String serverType,
            @Nullable String baseUrl,
            @Nullable Secret apiKey,
            @Nullable String modelPath,
            @Nullable Boolean enabled,
            @Nullable Boolean useForChat,
            @Nullable Boolean useForEmbeddings,
            @Nullable Boolean useForReranking,
            @Nullable JsonNode metadata) {}

    /**
     * A row of {@code llm_api_keys}.
     *
     * @param apiKey decrypted; null when it could not be
     */
    record OldKey(
            long id,
            @Nullable String provider,
            @Nullable String keyName,
            @Nullable Secret apiKey,
            @Nullable Boolean enabled,
            @Nullable Boolean useForOpsCenter,
            @Nullable JsonNode metadata,
            @Nullable Instant lastUsed,
            @Nullable Long requestsCount,
            @Nullable Long tokensUsed,
            @Nullable BigDecimal costUsd) {}

    /** A row of {@code active_providers}. */
    record OldActive(
            @Nullable String purpose,
            @Nullable String providerType,
            @Nullable Long providerId,
            @Nullable String fallbackProviderType,
            @Nullable Long fallbackProviderId) {}

    /** A row of {@code llm_config_audit}. */
    record OldAct(
            long id,
            @Nullable Instant occurredAt,
            @Nullable String userId,
            @Nullable String action,
            @Nullable String entityType,
            @Nullable String entityId,
            @Nullable JsonNode changes) {}

    String sourceOrUsual() {
        return source == null ? "ops-center" : source;
    }

    Stream<Secret> secrets() {
        return Stream.concat(
                        servers.stream().map(OldServer::apiKey),
                        apiKeys.stream().map(OldKey::apiKey))
                .flatMap(Stream::ofNullable);
    }
}
