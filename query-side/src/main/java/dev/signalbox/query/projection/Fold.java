package dev.signalbox.query.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A view's rows in memory, while the thread that makes it anew applies events: each is written once, whatever happens to it. */
final class Fold {

    private record Place(Class<?> type, Object key) {}

    private static final ThreadLocal<@Nullable Fold> RUNNING = new ThreadLocal<>();

    private final Map<Class<?>, Map<Object, Object>> rows = new LinkedHashMap<>();
    private final Set<Place> touched = new HashSet<>();
    private List<Object> added = new ArrayList<>();
    private int addedBefore;

    static @Nullable Fold running() {
        return RUNNING.get();
    }

    /** Projections that apply events on this thread meanwhile work on these rows. */
    void run(Runnable work) {
        Fold outer = RUNNING.get();
        RUNNING.set(this);
        try {
            work.run();
        } finally {
            if (outer == null) {
                RUNNING.remove();
            } else {
                RUNNING.set(outer);
            }
        }
    }

    <V> @Nullable V find(Class<V> type, Object key) {
        touched.add(new Place(type, key));
        return type.cast(of(type).get(key));
    }

    void add(Class<?> type, Object key, Object row) {
        touched.add(new Place(type, key));
        if (of(type).putIfAbsent(key, row) != null) {
            throw new IllegalStateException(type.getSimpleName() + " " + key + " is there already");
        }
    }

    void remove(Class<?> type, Object key) {
        touched.add(new Place(type, key));
        of(type).remove(key);
    }

    void add(Object row) {
        added.add(row);
    }

    private Map<Object, Object> of(Class<?> type) {
        return rows.computeIfAbsent(type, t -> new HashMap<>());
    }

    void beginEvent() {
        touched.clear();
        addedBefore = added.size();
    }

    /**
     * Takes back what the event has done that failed.
     *
     * @param before the rows of the event's aggregate as they were before it
     */
    void undoEvent(Fold before) {
        added.subList(addedBefore, added.size()).clear();
        touched.forEach(place -> {
            Object row = before.of(place.type()).get(place.key());
            if (row == null) {
                of(place.type()).remove(place.key());
            } else {
                of(place.type()).put(place.key(), row);
            }
        });
    }

    int waiting() {
        return added.size();
    }

    /** The rows that nothing changes any more; they are let go. */
    List<Object> takeAdded() {
        List<Object> taken = added;
        added = new ArrayList<>();
        addedBefore = 0;
        return taken;
    }

    Iterable<Map<Object, Object>> rows() {
        return rows.values();
    }
}
