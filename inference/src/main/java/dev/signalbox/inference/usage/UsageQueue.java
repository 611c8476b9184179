package dev.signalbox.inference.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.springframework.stereotype.Component;

/** Takes records from the event loops, without a lock and without waiting for anybody. */
@Component
class UsageQueue implements UsageListener {

    private final MpscAtomicArrayQueue<UsageRecord> queue;
    private final LongAdder lost = new LongAdder();

    UsageQueue(UsageProperties properties) {
        queue = new MpscAtomicArrayQueue<>(properties.usage().queue());
    }

    @Override
    public void ended(UsageRecord ended) {
        if (!queue.offer(ended)) {
            lost.increment();
        }
    }

    /** For one thread only. */
    List<UsageRecord> take(int most) {
        List<UsageRecord> taken = new ArrayList<>(Math.min(most, queue.size()));
        queue.drain(taken::add, most);
        return taken;
    }

    int size() {
        return queue.size();
    }

    /** How many found no room. */
    long lost() {
        return lost.sum();
    }
}
