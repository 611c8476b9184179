package dev.signalbox.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Writes the access log to where all the rest is logged, many lines at a time: a layout and a system call for each line cost
 * more than the request that it is about. A line comes up to a tenth of a second late.
 */
final class AccessAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final int MUCH = 32 << 10;
    private static final int PAUSE_MILLIS = 100;
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final List<OutputStreamAppender<ILoggingEvent>> targets;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream(2 * MUCH);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("access-log").daemon().factory());
    private long millis = -1;
    private Level level = Level.INFO;
    private byte[] beginning = {};

    AccessAppender(List<OutputStreamAppender<ILoggingEvent>> targets) {
        this.targets = targets;
        setName("access");
    }

    @Override
    public void start() {
        super.start();
        var unused = clock.scheduleWithFixedDelay(this::flush, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void append(ILoggingEvent event) {
        byte[] message = KeyPatterns.masked(event.getMessage()).getBytes(StandardCharsets.UTF_8);
        synchronized (lines) {
            lines.writeBytes(beginning(event.getTimeStamp(), event.getLevel()));
            lines.writeBytes(message);
            lines.write('\n');
            if (lines.size() > MUCH) {
                write();
            }
        }
    }

    /** Many lines are of the same millisecond. */
    private byte[] beginning(long now, Level with) {
        if (now != millis || with != level) {
            millis = now;
            level = with;
            beginning = (MILLIS.format(Instant.ofEpochMilli(now)) + " " + with + " access ")
                    .getBytes(StandardCharsets.US_ASCII);
        }
        return beginning;
    }

    private void flush() {
        synchronized (lines) {
            write();
        }
    }

    private void write() {
        if (lines.size() == 0) {
            return;
        }
        byte[] all = lines.toByteArray();
        lines.reset();
        for (OutputStreamAppender<ILoggingEvent> target : targets) {
            try {
                target.getOutputStream().write(all);
                target.getOutputStream().flush();
            } catch (IOException e) {
                addError("The access log can't be written", e);
            }
        }
    }

    @Override
    public void stop() {
        clock.shutdown();
        flush();
        super.stop();
    }
}
