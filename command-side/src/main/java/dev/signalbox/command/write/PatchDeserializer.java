package dev.signalbox.command.write;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.jackson.JacksonComponent;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;

/** Tells an absent field of a partial update from an explicit null. */
@JacksonComponent
class PatchDeserializer extends ValueDeserializer<Patch<?>> {

    private final @Nullable JavaType content;

    PatchDeserializer() {
        this(null);
    }

    private PatchDeserializer(@Nullable JavaType content) {
        this.content = content;
    }

    @Override
    public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
        JavaType type = property != null ? property.getType() : context.getContextualType();
        return new PatchDeserializer(type.containedTypeOrUnknown(0));
    }

    @Override
    public Patch<?> deserialize(JsonParser parser, DeserializationContext context) {
        return Patch.of(context.readValue(parser, content));
    }

    @Override
    public Object getNullValue(DeserializationContext context) {
        return Patch.of(null);
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
        return Patch.absent();
    }
}
