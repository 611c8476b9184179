package dev.signalbox.query.audit;

import dev.signalbox.query.audit.AuditCursor.Direction;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some entries, newest first.
 *
 * @param nextCursor for the following, older entries; null when these are the last
 * @param prevCursor for newer entries, those that are still to come included; null when nothing was ever found
 */
record AuditPage(
        @Schema(implementation = AuditEntry.class) List<?> items,
        @Nullable String nextCursor,
        @Nullable String prevCursor) {

    /** @param found one more than the limit when there are more this way */
    static AuditPage of(List<AuditEntry> found, @Nullable AuditCursor cursor, int limit, AuditFormat format) {
        AuditCursor turn = cursor != null && cursor.leadsToNewer() ? cursor : null;
        boolean newer = turn != null;
        boolean more = found.size() > limit;
        // the one too many is the farthest from the cursor
        List<AuditEntry> items = !more ? found : newer ? found.subList(1, limit + 1) : found.subList(0, limit);
        String next = null;
        String previous = cursor == null ? null : cursor.turned(Direction.NEWER).toString();
        if (!items.isEmpty()) {
            previous = items.getFirst().cursor(Direction.NEWER).toString();
            next = more || newer ? items.getLast().cursor(Direction.OLDER).toString() : null;
        } else if (turn != null) {
            // a reader who waits for newer ones can still turn round
            next = turn.turned(Direction.OLDER).toString();
        }
        return new AuditPage(items.stream().map(format::render).toList(), next, previous);
    }
}
