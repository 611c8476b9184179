package dev.signalbox.command.write;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field of a partial update: absent (stays), null (is cleared) or a value.
 *
 * @param value meaningless unless present
 */
public record Patch<T>(boolean present, @Nullable T value) {

    private static final Patch<?> ABSENT = new Patch<>(false, null);

    @SuppressWarnings("unchecked")
    public static <T> Patch<T> absent() {
        return (Patch<T>) ABSENT;
    }

    public static <T> Patch<T> of(@Nullable T value) {
        return new Patch<>(true, value);
    }

    /** What the field is afterwards. */
    public @Nullable T over(@Nullable T current) {
        return present ? value : current;
    }

    /** What a field that can't be cleared is afterwards; null leaves it as it is. */
    public T orKeep(T current) {
        return value != null ? value : current;
    }

    public <R> Patch<R> map(Function<T, R> function) {
        if (!present) {
            return absent();
        }
        return of(value == null ? null : function.apply(value));
    }
}
