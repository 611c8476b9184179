package dev.signalbox.inference.gateway;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * How much memory all answers in one piece may take together, from their first byte to the client's last: many large ones at a
 * time must not end the process. One is always taken, however small the memory.
 */
@Component
final class HeldAnswers {

    /** Answers up to this are not counted. */
    private static final int SMALL = 256 << 10;

    /** While it is there, grown, looked at and translated, an answer is there so many times. */
    private static final int TIMES = 4;

    private final long max;
    private final AtomicLong taken = new AtomicLong();

    HeldAnswers(GatewayProperties properties) {
        DataSize set = properties.gateway().heldAnswers();
        max = set == null ? Runtime.getRuntime().maxMemory() / 2 : set.toBytes();
    }

    /** For one answer. */
    Room room() {
        return new Room();
    }

    final class Room {

        private long own;

        /** Whether an answer may be of that size. */
        boolean isFor(long size) {
            long more = size <= SMALL ? 0 : Math.max(0, TIMES * size - own);
            if (more == 0) {
                return true;
            }
            long before = taken.getAndAdd(more);
            boolean alone = before == own;
            if (before + more > max && !alone) {
                taken.addAndGet(-more);
                return false;
            }
            own += more;
            return true;
        }

        boolean isTaken() {
            return own > 0;
        }

        void giveBack() {
            taken.addAndGet(-own);
            own = 0;
        }
    }
}
