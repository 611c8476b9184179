package dev.signalbox.inference.limit;

import dev.signalbox.inference.limit.Allowances.Answer;
import dev.signalbox.inference.limit.Allowances.Ask;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A token's requests per minute on this node. They are taken from the database in advance, a few at a time, and spent in
 * memory. A burst that outruns its lease may borrow a little, which the next lease pays back; so all nodes together let
 * through at most the limit and what each of them may borrow.
 */
final class LeasedRequests {

    private static final long IDLE = TimeUnit.SECONDS.toNanos(5);
    private static final long FORGET = TimeUnit.SECONDS.toNanos(60);
    private static final long SOONEST = TimeUnit.MILLISECONDS.toNanos(20);

    private long limit;
    private double leased;
    private double paying;
    private int missed;
    private boolean exhausted;
    private double used;
    private long answered;
    private boolean known;
    private long retryAt;
    private long lastTake;

    LeasedRequests(long limit, long now) {
        this.limit = limit;
        lastTake = now;
    }

    /**
     * Another limit counts from this moment on. Of a lower one as large a part is used up as was of the one before: nobody waits
     * longer for that; and what a higher one allows is asked for at once.
     */
    void limit(long changed, long now) {
        if (changed == limit) {
            return;
        }
        if (changed < limit) {
            double part = (double) changed / limit;
            leased = leased > 0 ? leased * part : leased;
            used *= part;
        }
        limit = changed;
        exhausted = false;
        retryAt = now;
    }

    long chunk() {
        return Math.max(1, (limit + 19) / 20);
    }

    /** The most that this node lets through before the database knows. */
    long overdraft() {
        return Math.min(limit, Math.max(5, (limit + 9) / 10));
    }

    /** @param away whether the database can't be asked, so that only what is leased is left */
    boolean take(long now, boolean away) {
        lastTake = now;
        boolean mayBorrow = !away && !isExhausted(now) && leased - paying - 1 >= -overdraft();
        if (leased >= 1 || mayBorrow) {
            leased--;
            return true;
        }
        missed++;
        return false;
    }

    private boolean isExhausted(long now) {
        return exhausted && now - answered < FORGET;
    }

    boolean wantsToAsk(long now) {
        if (leased < 0) {
            return true;
        }
        boolean idle = now - lastTake > IDLE;
        return idle ? leased >= 1 : leased < chunk() / 2.0 && now - retryAt >= 0;
    }

    boolean isClean() {
        return leased == 0 && paying == 0;
    }

    Ask ask(String tokenId, long now, boolean closing) {
        paying = Math.max(0, -leased);
        leased += paying;
        boolean idle = closing || now - lastTake > IDLE;
        double wanted = idle ? -leased : chunk() + Math.min(missed, limit / 4) - leased;
        return new Ask(tokenId, Kind.REQUESTS, limit, paying, wanted);
    }

    void answered(Ask ask, Answer answer, long now) {
        leased += answer.granted();
        paying = 0;
        missed = 0;
        known = true;
        answered = now;
        used = answer.used();
        exhausted = answer.granted() < ask.wanted() - 0.5;
        long pause = (long) (Math.max(0, used - limit + 1) / perNano());
        retryAt = exhausted ? now + Math.max(SOONEST, pause) : now;
    }

    void failed() {
        leased -= paying;
        paying = 0;
    }

    Duration retryAfter(long now) {
        return Duration.ofNanos(Math.max((long) (1 / perNano()), retryAt - now));
    }

    Standing standing(long now) {
        double free = limit - (known ? Math.max(0, used - (now - answered) * perNano()) : 0);
        long remaining = (long) Math.clamp(Math.floor(free + leased - paying), 0, (double) limit);
        return new Standing(limit, remaining, Duration.ofNanos((long) ((limit - remaining) / perNano())));
    }

    private double perNano() {
        return Kind.REQUESTS.perSecond(limit) / TimeUnit.SECONDS.toNanos(1);
    }
}
