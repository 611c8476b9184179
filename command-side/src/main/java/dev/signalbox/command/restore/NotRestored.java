package dev.signalbox.command.restore;

import dev.signalbox.command.plan.Step;
import dev.signalbox.events.ProviderRef;
import org.jspecify.annotations.Nullable;

/**
 * Something that stays other than it was.
 *
 * @param entityId its number now, of what is gone its number then
 * @param field null when it is the whole entity
 * @param code {@code secret-destroyed}, {@code secret-kept}, {@code provider-in-use} or {@code provider-gone}
 */
record NotRestored(
        String entityType,
        String entityId,
        String name,
        @Nullable String field,
        String code,
        String detail) {

    static NotRestored of(ProviderRef provider, String name, @Nullable String field, String code, String detail) {
        return new NotRestored(Step.type(provider), "" + provider.id(), name, field, code, detail);
    }
}
