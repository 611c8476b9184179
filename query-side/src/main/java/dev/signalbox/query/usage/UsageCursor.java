package dev.signalbox.query.usage;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** A record's place in the order of reading; records that come or go do not move it. Opaque on the wire. */
record UsageCursor(Instant occurredAt, UUID id) {

    static UsageCursor after(UsageEntry entry) {
        return new UsageCursor(entry.occurredAt(), entry.id());
    }

    /** @throws IllegalArgumentException when it is none of ours */
    static UsageCursor parse(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("not a cursor");
            }
            return new UsageCursor(Instant.parse(parts[0]), UUID.fromString(parts[1]));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("not a cursor of these records", e);
        }
    }

    @Override
    public String toString() {
        String text = occurredAt + " " + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
