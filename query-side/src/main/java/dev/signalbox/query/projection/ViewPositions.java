package dev.signalbox.query.projection;

import dev.signalbox.events.signal.ViewAdvanced;
import dev.signalbox.query.OnEveryNode;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.context.event.EventListener;

/** What this node knows of the positions that the views have applied; never ahead of the database. */
@OnEveryNode
public class ViewPositions {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Map<String, Long> positions = new HashMap<>();

    @EventListener
    void on(ViewAdvanced event) {
        lock.lock();
        try {
            // notices of other nodes come late and out of order
            positions.merge(event.view(), event.position(), Math::max);
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The position up to which all of these views have applied the events. */
    public long of(Collection<String> views) {
        lock.lock();
        try {
            return views.stream()
                    .mapToLong(view -> positions.getOrDefault(view, 0L))
                    .min()
                    .orElse(0);
        } finally {
            lock.unlock();
        }
    }

    /** Of all views that this node has heard of. */
    public Map<String, Long> all() {
        lock.lock();
        try {
            return new TreeMap<>(positions);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all of these views have applied the position; false when they had not in time. */
    public boolean await(Collection<String> views, long position, Duration limit) {
        lock.lock();
        try {
            long nanos = limit.toNanos();
            while (of(views) < position) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = advanced.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
