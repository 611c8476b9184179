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
    private long called = -1;
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

    /** By the clock of {@link System#nanoTime}. */
    long start() {
        return start;
    }

    /** This provider, by this name of its model. */
    void calls(Upstream next, String itsModel) {
        upstream = next;
        upstreamModel = itsModel;
        called = System.nanoTime() - start;
    }

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
        StringBuilder line = new StringBuilder(320).append("method=").append(method);
        printable(line.append(" path="), path);
        line.append(" status=").append(status);
        line.append(" end=").append(outcome());
        line.append(" ms=").append(TimeUnit.NANOSECONDS.toMillis(nanos));
        number(line.append(" ttft_ms="), firstContent < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(firstContent));
        printable(line.append(" caller="), caller == null ? null : caller.name());
        line.append(" provider=").append(upstream == null ? null : upstream.label());
        printable(line.append(" model="), model);
        line.append(" stream=").append(stream);
        number(line.append(" tokens_in="), tokens.in());
        number(line.append(" tokens_out="), tokens.out());
        line.append(" revision=").append(revision);
        line.append(" failed=").append(attempts);
        line.append(" code=").append(code);
        // formatting a pattern would cost as much as all of this
        log.info(line.append(" request_id=").append(ids.requestId()).toString());
    }

    private String outcome() {
        return switch (end) {
            case CANCEL -> "client_gone";
            case ON_ERROR -> "broken";
            default -> "complete";
        };
    }

    private static void number(StringBuilder line, long number) {
        if (number < 0) {
            line.append("null");
        } else {
            line.append(number);
        }
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
                made() + (usage != null || leftDuringCall() ? 1 : 0),
                List.copyOf(attempts),
                nanos,
                firstContent,
                called < 0 ? -1 : nanos - called);
        return UsageRecord.of(time, asked, answered, tokens());
    }

    /** Providers that were passed over were not asked. */
    private int made() {
        int made = 0;
        for (String attempt : attempts) {
            made += attempt.endsWith("=cooling") || attempt.endsWith("=saturated") ? 0 : 1;
        }
        return made;
    }

    private boolean leftDuringCall() {
        return status == CLIENT_GONE && upstream != null;
    }

    private static @Nullable String cut(@Nullable String name) {
        return name == null || name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    }

    /** What strangers write must not be able to forge another line. */
    private static void printable(StringBuilder line, @Nullable String text) {
        if (text == null) {
            line.append("null");
            return;
        }
        int length = Math.min(text.length(), 100);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            line.append(c > ' ' && c < 0x7f ? c : '?');
        }
    }
}
