package dev.signalbox.inference.gateway;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** Walks over the top level of a JSON object without building anything; what is below is checked and skipped. */
final class TopLevel {

    private static final JsonFactory JSON = JsonFactory.builder()
            // offsets must be offsets of UTF-8 bytes
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            // canonicalizing stays on: without it Jackson decodes to characters first, and offsets would count those
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            // event loops are few, and each keeps its own
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(200).build())
            .build();

    /** Told of each member, with the parser on the value; children are skipped afterwards. */
    interface Member {
        void at(String name, JsonToken value, JsonParser json);
    }

    private TopLevel() {}

    /** @throws tools.jackson.core.JacksonException when this is no JSON object */
    static void scan(byte[] bytes, Member member) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new StreamReadException("not an object");
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                member.at(name, value, json);
                json.skipChildren();
            }
            if (json.nextToken() != null) {
                throw new StreamReadException("more than one value");
            }
        }
    }
}
