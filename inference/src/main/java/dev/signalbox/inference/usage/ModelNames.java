package dev.signalbox.inference.usage;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the number of names in metrics bounded: names come from strangers, and each makes time series of its own. The first
 * ones to be used with success stay themselves, all others are one.
 */
final class ModelNames {

    static final String OTHER = "other";

    private final int most;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    ModelNames(int most) {
        this.most = most;
    }

    /** @param mayBeNew whether the name may become one of the known ones */
    String of(@Nullable String name, boolean mayBeNew) {
        if (name == null) {
            return "";
        }
        if (known.contains(name)) {
            return name;
        }
        if (mayBeNew && known.size() < most) {
            known.add(name);
            return name;
        }
        return OTHER;
    }
}
