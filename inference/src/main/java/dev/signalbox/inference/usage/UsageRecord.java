package dev.signalbox.inference.usage;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One request that has ended. Neither its content nor any secret is in it.
 *
 * @param id ours, by which it is counted once, however often it is written
 * @param time when the request came
 */
public record UsageRecord(UUID id, Instant time, Asked asked, Answered answered, Tokens tokens) {

    /**
     * @param endpoint as in {@code chat}, {@code embeddings}
     * @param model as the client said it; null when it named none
     * @param client whose token it was
     * @param tokenId which token it was, never the token
     * @param revision of the configuration that routed it; -1 when there was none
     */
    public record Asked(
            String endpoint,
            Purpose purpose,
            @Nullable String model,
            boolean stream,
            String client,
            String tokenId,
            String requestId,
            long revision) {}

    /**
     * @param provider whose answer or error the client got; null when none was asked
     * @param kind the vendor or the type of the server
     * @param model what the provider was asked for
     * @param modelNamed what it says that it is
     * @param status what the client got; 499 when it went away before
     * @param errorCode null when all went well
     * @param failures what went wrong before, as {@code ai_server/3=connection_failed}
     * @param nanos from the request to the end of the answer
     * @param firstTokenNanos from the request to the first content of a stream; -1 when there was none
     * @param callNanos from the last call of a provider to the end; -1 when none was called
     */
    public record Answered(
            @Nullable ProviderRef provider,
            @Nullable String kind,
            @Nullable String model,
            @Nullable String modelNamed,
            int status,
            @Nullable String errorCode,
            int attempts,
            List<String> failures,
            long nanos,
            long firstTokenNanos,
            long callNanos) {}

    /** A UUID of version 7 (RFC 9562): in the order of time, so that an index grows at its end. */
    static UUID newId(Instant time) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = time.toEpochMilli() << 16 | 0x7000 | random.nextInt(1 << 12);
        long low = random.nextLong() >>> 2 | 0x8000000000000000L;
        return new UUID(high, low);
    }

    public static UsageRecord of(Instant time, Asked asked, Answered answered, Tokens tokens) {
        return new UsageRecord(newId(time), time, asked, answered, tokens);
    }
}
