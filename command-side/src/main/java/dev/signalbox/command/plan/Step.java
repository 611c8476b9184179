package dev.signalbox.command.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import java.util.List;

/**
 * One command of a plan.
 *
 * @param entityId its number now; of one that is new, the number that it gets
 * @param fields what it changes, by their names on the wire
 */
public record Step(
        String command,
        String entityType,
        String entityId,
        String name,
        List<String> fields,
        @JsonIgnore Object message) {

    public static Step of(ProviderRef provider, String name, List<String> fields, Object message) {
        return new Step(message.getClass().getSimpleName(), type(provider), "" + provider.id(), name, fields, message);
    }

    /** As the API names the kind of entity. */
    public static String type(ProviderRef provider) {
        return provider.type() == ProviderType.AI_SERVER ? "server" : "api_key";
    }
}
