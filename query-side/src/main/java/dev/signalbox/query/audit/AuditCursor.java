package dev.signalbox.query.audit;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** The place of an entry in the order of reading: instant, position (0 without one), id. Opaque on the wire. */
record AuditCursor(Instant occurredAt, long position, String id) {

    /** @throws IllegalArgumentException when it is none of ours */
    static AuditCursor parse(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 3);
            if (parts.length != 3) {
                throw new IllegalArgumentException("not a cursor");
            }
            return new AuditCursor(Instant.parse(parts[0]), Long.parseLong(parts[1]), parts[2]);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a cursor", e);
        }
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((occurredAt + " " + position + " " + id).getBytes(StandardCharsets.UTF_8));
    }
}
