package dev.signalbox.query.audit;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/**
 * A way to read on from an entry, and that entry's place in the order of reading: instant, position (0 without one), id.
 * It stays where it is however many entries arrive, and even when its entry goes. Opaque on the wire.
 */
record AuditCursor(Direction direction, Instant occurredAt, long position, String id) {

    enum Direction {
        OLDER,
        NEWER
    }

    /** @throws IllegalArgumentException when it is none of ours */
    static AuditCursor parse(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 4);
            if (parts.length != 4 || parts[3].isEmpty() || parts[3].indexOf('\0') >= 0) {
                throw new IllegalArgumentException("not a cursor");
            }
            return new AuditCursor(
                    Direction.valueOf(parts[0]),
                    Parameters.representable(Instant.parse(parts[1])),
                    Long.parseLong(parts[2]),
                    parts[3]);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("not a cursor of this log", e);
        }
    }

    AuditCursor turned(Direction other) {
        return new AuditCursor(other, occurredAt, position, id);
    }

    boolean leadsToNewer() {
        return direction == Direction.NEWER;
    }

    @Override
    public String toString() {
        String text = direction + " " + occurredAt + " " + position + " " + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
