package dev.signalbox.inference.gateway;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.SignalType;

/** One line per request, never its content. */
final class AccessLog {

    private static final Logger log = LoggerFactory.getLogger("dev.signalbox.access");

    private final long start = System.nanoTime();
    int status;
    long revision = -1;
    boolean stream;
    List<String> attempts = List.of();

    @Nullable
    String caller;

    @Nullable
    String provider;

    @Nullable
    String model;

    @Nullable
    String code;

    void write(String method, String path, RequestIds ids, SignalType end) {
        if (!log.isInfoEnabled()) {
            return;
        }
        log.info(
                "method={} path={} status={} end={} ms={} caller={} provider={} model={} stream={} revision={}"
                        + " failed={} code={} request_id={}",
                method,
                printable(path),
                status,
                end == SignalType.CANCEL ? "client_gone" : end == SignalType.ON_ERROR ? "broken" : "complete",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                printable(caller),
                provider,
                printable(model),
                stream,
                revision,
                attempts,
                code,
                ids.requestId());
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
