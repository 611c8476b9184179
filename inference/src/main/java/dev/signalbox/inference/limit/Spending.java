package dev.signalbox.inference.limit;

import dev.signalbox.inference.limit.Allowances.Answer;
import dev.signalbox.inference.limit.Allowances.Ask;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Tokens or dollars of a token on this node: known only when an answer is over, so requests are let through as long as
 * what is known to be spent is below the limit. While the database is away, a node may spend a twentieth of the limit.
 */
final class Spending {

    private static final long REFRESH = TimeUnit.SECONDS.toNanos(1);

    private final Kind kind;
    private double limit;
    private double unreported;
    private double reporting;
    private double used;
    private boolean known;
    private long answered;
    private long periodEnds;
    private boolean asked;

    Spending(Kind kind, double limit) {
        this.kind = kind;
        this.limit = limit;
    }

    Kind kind() {
        return kind;
    }

    /** Of a lower one per minute as large a part is used up as was of the one before; what is spent of a budget is spent. */
    void limit(double changed) {
        if (!kind.isBudget() && changed < limit) {
            used *= changed / limit;
        }
        limit = changed;
    }

    void charge(double amount) {
        unreported += amount;
    }

    boolean allows(long now) {
        asked = true;
        return spent(now) < limit;
    }

    /** Whether what may be spent without the database is left; for when it can't be asked. */
    boolean allowsUnchecked() {
        return unreported + reporting < limit / 20;
    }

    private double spent(long now) {
        return usedBy(now) + unreported + reporting;
    }

    private double usedBy(long now) {
        if (!known || kind.isBudget() && now - periodEnds >= 0) {
            return 0;
        }
        return Math.max(0, used - (now - answered) * perNano());
    }

    boolean wantsToAsk(long now) {
        return unreported > 0 || asked && (!known || now - answered > REFRESH);
    }

    boolean isClean() {
        return unreported == 0 && reporting == 0;
    }

    Ask ask(String tokenId) {
        reporting = unreported;
        unreported = 0;
        asked = false;
        return new Ask(tokenId, kind, limit, reporting, 0);
    }

    void answered(Answer answer, long now) {
        reporting = 0;
        known = true;
        answered = now;
        used = answer.used();
        periodEnds = now + (long) (answer.secondsLeft() * TimeUnit.SECONDS.toNanos(1));
    }

    void failed() {
        unreported += reporting;
        reporting = 0;
    }

    Duration retryAfter(long now) {
        long nanos = kind.isBudget() ? periodEnds - now : (long) ((spent(now) - limit + 1) / perNano());
        return Duration.ofNanos(Math.max(0, nanos));
    }

    Standing standing(long now) {
        double left = Math.clamp(limit - spent(now), 0, limit);
        long reset = kind.isBudget() ? periodEnds - now : (long) ((limit - left) / perNano());
        return new Standing((long) limit, (long) left, Duration.ofNanos(Math.max(0, reset)));
    }

    private double perNano() {
        return kind.perSecond(limit) / TimeUnit.SECONDS.toNanos(1);
    }
}
