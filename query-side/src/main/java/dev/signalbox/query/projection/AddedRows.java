package dev.signalbox.query.projection;

import jakarta.persistence.EntityManager;
import java.util.function.Consumer;

/** Rows that no later event looks at or changes: a rebuild needn't hold them in memory up to its end. */
public final class AddedRows {

    private AddedRows() {}

    public static <V> Consumer<V> stored(EntityManager entities) {
        return row -> {
            Fold fold = Fold.running();
            if (fold == null) {
                entities.persist(row);
            } else {
                fold.add(row);
            }
        };
    }
}
