package dev.signalbox.inference.gateway;

import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.inference.usage.ReportedUsage;
import dev.signalbox.inference.usage.Tokens;
import dev.signalbox.inference.usage.UsageRecord;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.SignalType;

/** What there is to say about a request but its content: one line in the log, and its usage record. */
final class AccessLog {

    private static final Logger log = LoggerFactory.getLogger("dev.signalbox.access");

    /** Said of a client that went away before it had an answer, as nginx does. */
    private static final int CLIENT_GONE = 499;

    private static final int MAX_NAME = 200;

    private final Instant time = Instant.now();
    private final long start = System.nanoTime();
    private long nanos = -1;
    private long firstContent = -1;
    private SignalType end = SignalType.ON_COMPLETE;
    int status;
    long revision = -1;
    boolean stream;
    List<String> attempts = List.of();

    @Nullable
    Caller caller;

    @Nullable
    Endpoint endpoint;

    @Nullable
    Upstream upstream;

    @Nullable
    String model;

    @Nullable
    String upstreamModel;

    @Nullable
    String code;

    @Nullable
    ReportedUsage usage;

    void firstContent() {
        firstContent = System.nanoTime() - start;
    }

    void end(SignalType signal) {
        end = signal;
        nanos = System.nanoTime() - start;
        if (status == 0) {
            status = CLIENT_GONE;
        }
        if (code == null && signal == SignalType.CANCEL) {
            code = "client_gone";
        }
    }

    void write(String method, String path, RequestIds ids) {
        if (!log.isInfoEnabled()) {
            return;
        }
        Tokens tokens = tokens();
        log.info(
                "method={} path={} status={} end={} ms={} ttft_ms={} caller={} provider={} model={} stream={}"
                        + " tokens_in={} tokens_out={} revision={} failed={} code={} request_id={}",
                method,
                printable(path),
                status,
                end == SignalType.CANCEL ? "client_gone" : end == SignalType.ON_ERROR ? "broken" : "complete",
                TimeUnit.NANOSECONDS.toMillis(nanos),
                firstContent < 0 ? null : TimeUnit.NANOSECONDS.toMillis(firstContent),
                caller == null ? null : printable(caller.name()),
                upstream == null ? null : upstream.label(),
                printable(model),
                stream,
                tokens.in() < 0 ? null : tokens.in(),
                tokens.out() < 0 ? null : tokens.out(),
                revision,
                attempts,
                code,
                ids.requestId());
    }

    private Tokens tokens() {
        return usage == null ? Tokens.UNKNOWN : usage.tokens();
    }

    /** Null for requests that went to no endpoint of inference, or came from nobody we know. */
    @Nullable
    UsageRecord usageRecord(RequestIds ids) {
        if (endpoint == null || caller == null) {
            return null;
        }
        var asked = new UsageRecord.Asked(
                endpoint.label(),
                endpoint.purpose(),
                cut(model),
                stream,
                caller.name(),
                caller.tokenId(),
                ids.requestId(),
                revision);
        var answered = new UsageRecord.Answered(
                upstream == null ? null : upstream.ref(),
                upstream == null ? null : upstream.route().kind(),
                cut(upstreamModel),
                usage == null ? null : usage.model(),
                status,
                code,
                attempts.size() + (usage != null || leftDuringCall() ? 1 : 0),
                List.copyOf(attempts),
                nanos,
                firstContent);
        return UsageRecord.of(time, asked, answered, tokens());
    }

    private boolean leftDuringCall() {
        return status == CLIENT_GONE && upstream != null;
    }

    private static @Nullable String cut(@Nullable String name) {
        return name == null || name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    }

    /** What strangers write must not be able to forge another line. */
    private static @Nullable String printable(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String cut = text.length() > 100 ? text.substring(0, 100) : text;
        return cut.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
