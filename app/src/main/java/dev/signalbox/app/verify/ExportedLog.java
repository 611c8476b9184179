package dev.signalbox.app.verify;

import java.io.BufferedReader;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the lines of {@code signalbox audit export-log}. */
final class ExportedLog {

    private static final JsonMapper JSON = new JsonMapper();

    private final BufferedReader lines;

    ExportedLog(BufferedReader lines) {
        this.lines = lines;
    }

    void check(Verification verification) throws IOException, SQLException, Tampered {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            verification.next(entry(line, verification.events() + 1));
        }
        verification.end(0);
    }

    private static LogEntry entry(String line, long expected) throws Tampered {
        try {
            JsonNode json = JSON.readTree(line);
            return new LogEntry.Builder(json.required("position").asLong())
                    .text(text(json, "event_identifier"))
                    .text(text(json, "type"))
                    .text(text(json, "aggregate_identifier"))
                    .number(json.required("sequence_number").asLong())
                    .text(text(json, "payload_type"))
                    .text(text(json, "payload_revision"))
                    .text(text(json, "time_stamp"))
                    .binary(binary(json, "payload"))
                    .binary(binary(json, "meta_data"))
                    .build(null);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new Tampered("position " + expected + ": the line is no event");
        }
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.required(name);
        return value.isNull() ? null : value.asString();
    }

    private static byte @Nullable [] binary(JsonNode json, String name) {
        String value = text(json, name);
        return value == null ? null : Base64.getDecoder().decode(value);
    }
}
