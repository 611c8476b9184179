package dev.signalbox.inference.usage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Puts what is in the queue on the disk, a few times a second, on a thread of its own that no database can stop. */
@Component
class UsageCollector implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(UsageCollector.class);

    private final UsageQueue queue;
    private final Prices prices;
    private final Spool spool;
    private final UsageStore store;
    private final UsageWriter writer;
    private final UsageMetrics metrics;
    private final UsageProperties.Pipeline properties;
    private final LongAdder lost = new LongAdder();
    private volatile @Nullable Thread thread;
    private long known;

    UsageCollector(
            UsageQueue queue,
            Prices prices,
            Spool spool,
            UsageStore store,
            UsageWriter writer,
            UsageMetrics metrics,
            UsageProperties properties) {
        this.queue = queue;
        this.prices = prices;
        this.spool = spool;
        this.store = store;
        this.writer = writer;
        this.metrics = metrics;
        this.properties = properties.usage();
    }

    @Override
    public void start() {
        try {
            spool.open();
        } catch (IOException e) {
            log.error("usage=unsafe cause=\"no records can be kept on the disk: {}\"", e.toString());
        }
        Thread fresh = Thread.ofPlatform().name("usage-collector").daemon().unstarted(this::run);
        thread = fresh;
        fresh.start();
        writer.start();
    }

    private void run() {
        long pause = properties.flush().toNanos();
        while (thread == Thread.currentThread()) {
            LockSupport.parkNanos(pause);
            collect();
        }
        collect();
    }

    private void collect() {
        List<UsageRecord> taken = queue.take(properties.batch());
        while (!taken.isEmpty()) {
            keep(taken);
            taken = queue.take(properties.batch());
        }
        if (queue.lost() > known) {
            log.error(
                    "usage=lost records={} cause=\"the queue was full (signalbox.usage.queue)\"", queue.lost() - known);
            known = queue.lost();
        }
    }

    private void keep(List<UsageRecord> taken) {
        try {
            StringBuilder rows = new StringBuilder(taken.size() * 256);
            for (UsageRecord ended : taken) {
                metrics.record(ended);
                UsageRow.write(ended, prices.of(ended), rows);
            }
            keep(rows.toString().getBytes(StandardCharsets.UTF_8), taken.size());
        } catch (RuntimeException e) {
            lost.add(taken.size());
            log.error("usage=lost records={}", taken.size(), e);
        }
    }

    private void keep(byte[] rows, int number) {
        try {
            if (!spool.put(rows)) {
                lost.add(number);
            }
        } catch (IOException e) {
            withoutDisk(rows, number, e);
        }
    }

    /** A full disk is no reason to lose what the database would take. */
    private void withoutDisk(byte[] rows, int number, IOException disk) {
        try {
            store.write(rows);
        } catch (SQLException | IOException e) {
            lost.add(number);
            log.error("usage=lost records={} disk=\"{}\" database=\"{}\"", number, disk.toString(), e.getMessage());
        }
    }

    /** Records that are nowhere. */
    long lost() {
        return lost.sum() + queue.lost();
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            LockSupport.unpark(running);
            join(running);
            writer.stop();
        }
    }

    private void join(Thread running) {
        try {
            running.join(properties.drain());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Before the first request, and after the last one. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 2048;
    }
}
