package dev.signalbox.inference.export;

import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.inference.upstream.Credentials;
import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.secrets.Secret;
import java.io.ByteArrayOutputStream;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Writes an export as bytes, so that a revealed key is never a String. */
@Component
class ExportWriter {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Credentials credentials;

    ExportWriter(Credentials credentials) {
        this.credentials = credentials;
    }

    byte[] write(ExportFormat format, Upstream upstream, boolean reveal) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            format.describe(upstream).forEach(json::writePOJOProperty);
            json.writeName("api_key");
            SecretRef secret = upstream.route().secret();
            if (secret == null) {
                json.writeString(format.withoutCredential());
            } else if (reveal) {
                reveal(upstream, json);
            } else {
                json.writeString(secret.masked());
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private void reveal(Upstream upstream, JsonGenerator json) {
        try (Secret plain = credentials.open(upstream, upstream.apiBase())) {
            json.writeUTF8String(plain.bytes(), 0, plain.bytes().length);
        }
    }
}
