package dev.signalbox.query.projection;

import jakarta.persistence.EntityManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a projection's rows are: in the database, or in memory when the past is looked at. The code that fills them is one. */
public interface Rows<K, V> {

    @Nullable
    V find(K key);

    void add(K key, V row);

    void remove(K key, V row);

    /** In the database; during a rebuild, which writes each row once at its end, in memory. */
    static <K, V> Rows<K, V> stored(EntityManager entities, Class<V> type) {
        return new Rows<>() {
            @Override
            public @Nullable V find(K key) {
                Fold fold = Fold.running();
                return fold == null ? entities.find(type, key) : fold.find(type, key);
            }

            @Override
            public void add(K key, V row) {
                Fold fold = Fold.running();
                if (fold == null) {
                    entities.persist(row);
                } else {
                    fold.add(type, key, row);
                }
            }

            @Override
            public void remove(K key, V row) {
                Fold fold = Fold.running();
                if (fold == null) {
                    entities.remove(row);
                } else {
                    fold.remove(type, key);
                }
            }
        };
    }

    /** @param rows filled by the projection */
    static <K, V> Rows<K, V> inMemory(Map<K, V> rows) {
        return new Rows<>() {
            @Override
            public @Nullable V find(K key) {
                return rows.get(key);
            }

            @Override
            public void add(K key, V row) {
                rows.put(key, row);
            }

            @Override
            public void remove(K key, V row) {
                rows.remove(key);
            }
        };
    }
}
