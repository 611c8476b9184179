package dev.signalbox.command.write;

import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * One write of a client.
 *
 * @param operation the command's name, for the audit log
 * @param entityType {@code server}, {@code api_key} or {@code active_provider}
 * @param entityId as clients know it, null when it is yet to be created
 * @param commands vault and commands, all in one transaction; gives the aggregate's id; may run again when it lost a race
 * @param reply how the answer is made
 */
public record Write(
        String operation, String entityType, @Nullable Object entityId, Supplier<Object> commands, Reply reply) {

    /** Instead of an aggregate's id: whatever aggregate the newest event is of. */
    public static final String NEWEST = "newest";

    /**
     * @param query from the aggregate's id to the message that finds the view to answer with; null for no body
     * @param location from the aggregate's id to the path of what was created; null when nothing was
     * @param shape what the answer makes of the view
     * @param result the answer, where it is no view
     */
    public record Reply(
            HttpStatus status,
            @Nullable Function<String, Object> query,
            @Nullable Function<String, String> location,
            UnaryOperator<Object> shape,
            @Nullable Supplier<? extends @Nullable Object> result) {

        public static Reply created(Function<String, Object> query, Function<String, String> location) {
            return new Reply(HttpStatus.CREATED, query, location, UnaryOperator.identity(), null);
        }

        public static Reply ok(Function<String, Object> query) {
            return new Reply(HttpStatus.OK, query, null, UnaryOperator.identity(), null);
        }

        public static Reply noContent() {
            return new Reply(HttpStatus.NO_CONTENT, null, null, UnaryOperator.identity(), null);
        }

        public static Reply ofResult(Supplier<? extends @Nullable Object> result) {
            return new Reply(HttpStatus.OK, null, null, UnaryOperator.identity(), result);
        }
    }
}
