package dev.signalbox.query.audit;

import dev.signalbox.query.live.Followers.Follower;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One follower's way through the log. Events and acts are followed apart: each kind has an order without late comers. */
class AuditStream {

    private static final Logger log = LoggerFactory.getLogger(AuditStream.class);
    private static final int BATCH = 500;
    /** Acts of other nodes wake nobody here. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private final AuditEntries entries;
    private final AuditFilter filter;
    private final Function<AuditEntry, String> text;
    private TailMark mark;
    private long lastWritten = System.nanoTime();

    AuditStream(AuditEntries entries, AuditFilter filter, TailMark from, Function<AuditEntry, String> text) {
        this.entries = entries;
        this.filter = filter;
        this.mark = from;
        this.text = text;
    }

    void run(Follower follower, HttpServletResponse response, Duration heartbeat)
            throws IOException, InterruptedException {
        OutputStream out = response.getOutputStream();
        write(out, "retry: 2000\nid: " + mark + "\n\n");
        Duration wait = heartbeat.compareTo(POLL) < 0 ? heartbeat : POLL;
        while (follower.goesOn()) {
            if (!sendNews(out)) {
                if (System.nanoTime() - lastWritten >= heartbeat.toNanos()) {
                    write(out, ": still here\n\n");
                }
                follower.await(wait);
            }
        }
    }

    /** @return whether there may be more at once */
    private boolean sendNews(OutputStream out) throws IOException {
        try {
            TailMark end = entries.end();
            if (!end.isAheadOf(mark)) {
                return false;
            }
            List<AuditEntry> events = entries.eventsBetween(filter, mark, end, BATCH);
            List<AuditEntry> acts = entries.actsBetween(filter, mark, end, BATCH);
            send(out, events);
            send(out, acts);
            // past what the filter passed over
            mark = events.size() < BATCH ? mark.withPosition(Math.max(mark.position(), end.position())) : mark;
            mark = acts.size() < BATCH ? mark.withAct(Math.max(mark.act(), end.act())) : mark;
            return true;
        } catch (RuntimeException e) {
            log.warn("audit=tail cause=\"{}\"", e.getMessage());
            return false;
        }
    }

    private void send(OutputStream out, List<AuditEntry> found) throws IOException {
        for (AuditEntry entry : found) {
            mark = mark.after(entry);
            write(out, "id: " + mark + "\nevent: audit\ndata: " + text.apply(entry) + "\n\n");
        }
    }

    private void write(OutputStream out, String event) throws IOException {
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
        lastWritten = System.nanoTime();
    }
}
