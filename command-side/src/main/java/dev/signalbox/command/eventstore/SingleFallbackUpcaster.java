package dev.signalbox.command.eventstore;

import dev.signalbox.events.activeprovider.ActiveProviderSet;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events without a revision may be of the time when a purpose had one fallback at most: {@code "fallback": {…}} or null in
 * the place of the list. Those with a list already are only given their revision.
 */
class SingleFallbackUpcaster extends SingleEventUpcaster {

    private static final SimpleSerializedType OLD = new SimpleSerializedType(ActiveProviderSet.class.getName(), null);
    private static final SimpleSerializedType NEW =
            new SimpleSerializedType(ActiveProviderSet.class.getName(), EventRevisions.SEVERAL_FALLBACKS);

    @Override
    protected boolean canUpcast(IntermediateEventRepresentation event) {
        return event.getType().equals(OLD);
    }

    @Override
    protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
        return event.upcastPayload(NEW, JsonNode.class, SingleFallbackUpcaster::withList);
    }

    private static JsonNode withList(JsonNode payload) {
        if (payload instanceof ObjectNode event && !event.has("fallbacks")) {
            JsonNode only = event.remove("fallback");
            ArrayNode list = event.putArray("fallbacks");
            if (only != null && !only.isNull()) {
                list.add(only);
            }
        }
        return payload;
    }
}
