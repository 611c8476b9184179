package dev.signalbox.app.logging;

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
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private final List<OutputStreamAppender<ILoggingEvent>> targets;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream(2 * MUCH);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("access-log").daemon().factory());
    private long second = -1;
    private String secondText = "";

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
        String message = KeyPatterns.masked(event.getMessage());
        synchronized (lines) {
            String line = time(event.getTimeStamp()) + " " + event.getLevel() + " access " + message + "\n";
            lines.writeBytes(line.getBytes(StandardCharsets.UTF_8));
            if (lines.size() > MUCH) {
                write();
            }
        }
    }

    private String time(long millis) {
        if (millis / 1000 != second) {
            second = millis / 1000;
            secondText = SECOND.format(Instant.ofEpochSecond(second));
        }
        return secondText + "." + Long.toString(1000 + millis % 1000).substring(1) + "Z";
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
