package dev.signalbox.query.history;

import dev.signalbox.events.signal.MetadataKeys;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * One event and what it did to its entity.
 *
 * @param version the entity's since
 * @param restoredFrom the position whose state a restore went back to, null for any other change
 * @param configDigest of the file that the change comes from, null when it comes from none
 * @param configCommit that the file is of
 * @param importedFrom the other product's row that it comes from
 * @param changes by field; of a secret that went with it, {@code after} is "destroyed"
 * @param before the entity before, null when it was not there
 * @param state where the entity of then can be read
 */
record HistoryEntry(
        long position,
        Instant occurredAt,
        String event,
        String entityType,
        String entityId,
        long version,
        @Nullable Object user,
        @Nullable Object requestId,
        @Nullable Object restoredFrom,
        @Nullable Object configDigest,
        @Nullable Object configCommit,
        @Nullable Object importedFrom,
        Map<String, Change> changes,
        @Nullable Map<?, ?> before,
        @Nullable Map<?, ?> after,
        String state) {

    record Change(@Nullable Object before, @Nullable Object after) {}

    static HistoryEntry of(
            long position,
            EntityName entity,
            DomainEventMessage<?> message,
            @Nullable Map<?, ?> before,
            @Nullable Map<?, ?> after) {
        var metadata = message.getMetaData();
        return new HistoryEntry(
                position,
                message.getTimestamp(),
                message.getPayloadType().getSimpleName(),
                entity.type(),
                entity.id(),
                message.getSequenceNumber() + 1,
                metadata.get(MetadataKeys.USER),
                metadata.get(MetadataKeys.REQUEST_ID),
                metadata.get(MetadataKeys.RESTORED_FROM),
                metadata.get(MetadataKeys.CONFIG_DIGEST),
                metadata.get(MetadataKeys.CONFIG_COMMIT),
                metadata.get(MetadataKeys.IMPORTED_FROM),
                changes(before == null ? Map.of() : before, after == null ? Map.of() : after),
                before,
                after,
                entity.path() + "?as_of=" + position);
    }

    private static Map<String, Change> changes(Map<?, ?> before, Map<?, ?> after) {
        TreeSet<String> names = new TreeSet<>();
        before.keySet().forEach(name -> names.add(name.toString()));
        after.keySet().forEach(name -> names.add(name.toString()));
        Map<String, Change> changes = new TreeMap<>();
        for (String name : names) {
            Object now = after.get(name);
            if (!Objects.equals(before.get(name), now)) {
                boolean destroyed = name.equals(Document.API_KEY) && now == null;
                changes.put(name, new Change(before.get(name), destroyed ? "destroyed" : now));
            }
        }
        return changes;
    }
}
