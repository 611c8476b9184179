package dev.signalbox.command.restore;

import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.Purpose;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import org.jspecify.annotations.Nullable;

/**
 * What becomes again as it was.
 *
 * @param position after whose event; 0 is the empty beginning
 * @param dryRun only the plan; nothing changes
 * @param entityType {@code server}, {@code api_key} or {@code active_provider}; absent for everything
 * @param entityId with it: its number, or the purpose
 * @param purpose short for the active provider of a purpose
 * @param basePosition refuses when the newest position is another one, as the plan that was looked at names it
 * @param destroySecrets removes and clears also where that destroys a stored secret, so that no restore brings it back
 */
record RestoreRequest(
        @NotNull @PositiveOrZero Long position,
        @Nullable Boolean dryRun,
        @Nullable String entityType,
        @Nullable String entityId,
        @Nullable String purpose,
        @Nullable @PositiveOrZero Long basePosition,
        @Nullable Boolean destroySecrets) {

    Scope scope() {
        if (purpose != null) {
            if (entityType != null || entityId != null) {
                throw new Rejection.Invalid("purpose", "stands for itself, without entity_type and entity_id");
            }
            return new Scope.Active(knownPurpose("purpose", purpose));
        }
        if (entityType == null) {
            if (entityId != null) {
                throw new Rejection.Invalid("entity_id", "needs entity_type beside it");
            }
            return new Scope.Everything();
        }
        String id = entityId == null ? "" : entityId;
        return switch (entityType) {
            case "server" -> new Scope.Server(number(id));
            case "api_key" -> new Scope.ApiKey(number(id));
            case "active_provider" -> new Scope.Active(knownPurpose("entity_id", id));
            default -> throw new Rejection.Invalid("entity_type", "must be server, api_key or active_provider");
        };
    }

    private static Purpose knownPurpose(String field, String name) {
        return Purpose.ofWireName(name)
                .orElseThrow(() -> new Rejection.Invalid(field, "must be chat, embeddings or reranking"));
    }

    private static long number(String id) {
        if (!id.matches("\\d{1,18}")) {
            throw new Rejection.Invalid("entity_id", "must be the number of a server or API key");
        }
        return Long.parseLong(id);
    }
}
