package dev.signalbox.command.write;

import dev.signalbox.events.signal.EventsAppended;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * How every write is answered: once committed, wait until this node's views have it (at most 2 s), then show the view.
 * A write whose {@code Idempotency-Key} was seen before gets the first answer again.
 */
@Component
public class Writes {

    private static final Duration READ_YOUR_WRITES = Duration.ofSeconds(2);

    private final WriteTransaction transaction;
    private final IdempotentWrites idempotent;
    private final ViewsOfThisNode applied;
    private final QueryGateway queries;
    private final JsonMapper json;
    private final ApplicationEventPublisher signals;

    Writes(
            WriteTransaction transaction,
            IdempotentWrites idempotent,
            ViewsOfThisNode applied,
            QueryGateway queries,
            JsonMapper json,
            ApplicationEventPublisher signals) {
        this.transaction = transaction;
        this.idempotent = idempotent;
        this.applied = applied;
        this.queries = queries;
        this.json = json;
        this.signals = signals;
    }

    /** Runs the write and answers; refusals leave as {@link Rejection}. */
    public ResponseEntity<byte[]> answer(Write write) {
        Committed committed = transaction.run(write);
        // Axon woke its readers before this transaction committed: wake them now
        signals.publishEvent(new EventsAppended(committed.position()));
        boolean inTime = applied.await(committed.position(), READ_YOUR_WRITES);
        byte[] body = committed.body();
        if (body == null) {
            body = body(write.reply(), committed.aggregateId());
            if (inTime || write.reply().result() != null) {
                idempotent.keepBody(body);
            }
        }
        return answer(write.reply(), committed, inTime, body);
    }

    /** Does it and takes it back: the result is what it would have been. */
    public ResponseEntity<byte[]> tried(Write write) {
        transaction.tryOut(write);
        return shown(Objects.requireNonNull(
                Objects.requireNonNull(write.reply().result()).get()));
    }

    public ResponseEntity<byte[]> shown(Object answer) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json.writeValueAsBytes(answer));
    }

    private byte[] body(Write.Reply reply, String aggregateId) {
        if (reply.result() != null) {
            Object result = reply.result().get();
            // of a repetition, when the first one died before its answer was kept
            return result == null ? new byte[0] : json.writeValueAsBytes(result);
        }
        if (reply.query() == null) {
            return new byte[0];
        }
        return queries.query(reply.query().apply(aggregateId), ResponseTypes.optionalInstanceOf(Object.class))
                .join()
                .map(reply.shape())
                .map(json::writeValueAsBytes)
                .orElseGet(() -> created(reply, aggregateId));
    }

    /** The view doesn't have it yet: the least that a client can go on with. */
    private byte[] created(Write.Reply reply, String aggregateId) {
        if (reply.location() == null) {
            return new byte[0];
        }
        String path = reply.location().apply(aggregateId);
        return json.writeValueAsBytes(Map.of("id", Long.valueOf(path.substring(path.lastIndexOf('/') + 1))));
    }

    private static ResponseEntity<byte[]> answer(
            Write.Reply reply, Committed committed, boolean inTime, byte @Nullable [] body) {
        var answer = ResponseEntity.status(reply.status())
                .eTag("\"" + committed.version() + "\"")
                .header("X-Config-Revision", Long.toString(committed.position()));
        if (reply.location() != null) {
            answer.header("Location", reply.location().apply(committed.aggregateId()));
        }
        if (committed.repeated()) {
            answer.header("Idempotency-Replayed", "true");
        }
        if (!inTime) {
            answer.header("X-Config-Applied", "false");
        }
        if (body == null || body.length == 0) {
            return answer.build();
        }
        return answer.contentType(MediaType.APPLICATION_JSON).body(body);
    }
}
