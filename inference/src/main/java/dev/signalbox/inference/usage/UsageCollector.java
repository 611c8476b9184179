package dev.signalbox.inference.usage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Puts what is in the queue on the disk, a few times a second, on a thread of its own that no database can stop. Under load the
 * queue is emptied far more often than that: records that wait as objects outlive one collection of garbage after the other.
 */
@Component
class UsageCollector implements SmartLifecycle {

    private static final long OFTEN = Duration.ofMillis(20).toNanos();
    private static final int FEW = 64 << 10;
    private static final int MANY = 4 << 20;

    private static final Logger log = LoggerFactory.getLogger(UsageCollector.class);

    private final UsageQueue queue;
    private final Prices prices;
    private final Spool spool;
    private final UsageStore store;
    private final UsageWriter writer;
    private final UsageMetrics metrics;
    private final UsageProperties.Pipeline properties;
    private final LongAdder lost = new LongAdder();
    private final long pause;
    private ByteBuf rows = Unpooled.buffer(FEW);
    private int held;
    private long flushed = System.nanoTime();
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
        pause = this.properties.flush().toNanos();
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
        boolean busy = false;
        while (thread == Thread.currentThread()) {
            LockSupport.parkNanos(busy ? Math.min(OFTEN, pause) : pause);
            busy = collect();
        }
        collect();
        flush();
    }

    /** @return whether there was anything */
    private boolean collect() {
        boolean any = false;
        List<UsageRecord> taken = queue.take(properties.batch() - held);
        while (!taken.isEmpty()) {
            any = true;
            add(taken);
            if (held >= properties.batch()) {
                flush();
            }
            taken = queue.take(properties.batch() - held);
        }
        if (System.nanoTime() - flushed >= pause) {
            flush();
        }
        if (queue.lost() > known) {
            log.error(
                    "usage=lost records={} cause=\"the queue was full (signalbox.usage.queue)\"", queue.lost() - known);
            known = queue.lost();
        }
        return any;
    }

    private void add(List<UsageRecord> taken) {
        int end = rows.writerIndex();
        try {
            for (UsageRecord ended : taken) {
                metrics.record(ended);
                UsageRow.write(ended, prices.of(ended), rows);
            }
            held += taken.size();
        } catch (RuntimeException e) {
            rows.writerIndex(end);
            lost.add(taken.size());
            log.error("usage=lost records={}", taken.size(), e);
        }
    }

    private void flush() {
        flushed = System.nanoTime();
        if (held == 0) {
            return;
        }
        try {
            keep(held);
        } catch (RuntimeException e) {
            lost.add(held);
            log.error("usage=lost records={}", held, e);
        }
        held = 0;
        rows = rows.capacity() > MANY ? Unpooled.buffer(FEW) : rows.clear();
    }

    private void keep(int number) {
        try {
            if (!spool.put(rows.nioBuffer())) {
                lost.add(number);
            }
        } catch (IOException e) {
            withoutDisk(number, e);
        }
    }

    /** A full disk is no reason to lose what the database would take. */
    private void withoutDisk(int number, IOException disk) {
        try {
            store.write(new ByteBufInputStream(rows));
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
