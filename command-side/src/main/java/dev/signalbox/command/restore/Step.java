package dev.signalbox.command.restore;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import java.util.List;

/**
 * One command of a restore.
 *
 * @param entityId its number now; of a server that is registered again, a new one
 * @param fields what it changes, by their names on the wire
 */
record Step(
        String command,
        String entityType,
        String entityId,
        String name,
        List<String> fields,
        @JsonIgnore Object message) {

    static Step of(ProviderRef provider, String name, List<String> fields, Object message) {
        return new Step(message.getClass().getSimpleName(), type(provider), "" + provider.id(), name, fields, message);
    }

    static String type(ProviderRef provider) {
        return provider.type() == ProviderType.AI_SERVER ? "server" : "api_key";
    }
}
