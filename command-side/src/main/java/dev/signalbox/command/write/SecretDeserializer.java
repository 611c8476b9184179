package dev.signalbox.command.write;

import dev.signalbox.secrets.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.jackson.JacksonComponent;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/** Reads a credential straight into a {@link Secret}: no String of it is ever made. */
@JacksonComponent
class SecretDeserializer extends ValueDeserializer<Secret> {

    @Override
    public Secret deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            // not context.handleUnexpectedToken: its message would quote the value
            return context.reportInputMismatch(Secret.class, "must be a string");
        }
        var chars = CharBuffer.wrap(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
        var encoded = utf8(chars, context);
        byte[] utf8 = new byte[encoded.remaining()];
        encoded.get(utf8);
        java.util.Arrays.fill(encoded.array(), (byte) 0);
        return Secret.of(utf8);
    }

    /** Half a surrogate pair is refused: it would silently become a question mark, and the credential another one. */
    private static ByteBuffer utf8(CharBuffer chars, DeserializationContext context) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(chars);
        } catch (CharacterCodingException e) {
            return context.reportInputMismatch(Secret.class, "must be valid text");
        }
    }
}
