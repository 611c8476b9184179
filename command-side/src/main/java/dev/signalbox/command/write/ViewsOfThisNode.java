package dev.signalbox.command.write;

import dev.signalbox.events.signal.ViewAdvanced;
import dev.signalbox.events.signal.ViewsKnown;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** How far each view that this node has heard of is; lets a write answer when its own effect can be read. */
@Component
class ViewsOfThisNode {

    private static final Logger LOG = LoggerFactory.getLogger(ViewsOfThisNode.class);

    private final Map<String, Long> positions = new ConcurrentHashMap<>();
    private volatile boolean known;

    @EventListener
    void on(ViewAdvanced signal) {
        positions.merge(signal.view(), signal.position(), Math::max);
        synchronized (this) {
            notifyAll();
        }
    }

    /** Until then a view that nobody has told of would count as one that has applied everything. */
    @EventListener(ViewsKnown.class)
    void allKnown() {
        known = true;
        synchronized (this) {
            notifyAll();
        }
    }

    /** Whether all views came as far as the position within the time. */
    boolean await(long position, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (this) {
            while (!allAt(position)) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    LOG.info("position={} not-applied-by={}", position, known ? behind(position) : "unknown");
                    return false;
                }
                try {
                    wait(left / 1_000_000, (int) (left % 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    private Map<String, Long> behind(long position) {
        Map<String, Long> behind = new TreeMap<>(positions);
        behind.values().removeIf(applied -> applied >= position);
        return behind;
    }

    private boolean allAt(long position) {
        return known && positions.values().stream().allMatch(applied -> applied >= position);
    }
}
