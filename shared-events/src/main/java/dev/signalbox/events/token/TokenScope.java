package dev.signalbox.events.token;

import dev.signalbox.events.Purpose;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a token with the role {@code inference} may be used for.
 *
 * @param purposes none named: all
 * @param models as clients name them, a {@code *} at the end for all that begin so; none named: all
 */
public record TokenScope(Set<Purpose> purposes, List<String> models) {

    /** What a client that leaves the model open asks for. */
    public static final String DEFAULT_MODEL = "default";

    public static final TokenScope ALL = new TokenScope(Set.of(), List.of());

    public TokenScope {
        // in one order, so that equal scopes are written alike
        purposes = Collections.unmodifiableSet(
                purposes.isEmpty() ? EnumSet.noneOf(Purpose.class) : EnumSet.copyOf(purposes));
        models = List.copyOf(new TreeSet<>(models));
    }

    public boolean allows(Purpose purpose) {
        return purposes.isEmpty() || purposes.contains(purpose);
    }

    /** @param model null or {@code auto} when the client leaves it open, which {@code default} in the list allows */
    public boolean allowsModel(@Nullable String model) {
        String asked = model == null || model.equals("auto") ? DEFAULT_MODEL : model;
        return models.isEmpty() || models.stream().anyMatch(allowed -> matches(allowed, asked));
    }

    private static boolean matches(String allowed, String asked) {
        return allowed.endsWith("*")
                ? asked.startsWith(allowed.substring(0, allowed.length() - 1))
                : asked.equals(allowed);
    }
}
