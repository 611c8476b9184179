package dev.signalbox.inference.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.limit.Allowances.Ask;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SpendingTest {

    private final MemoryAllowances database = new MemoryAllowances();
    private long now = 1;

    private void settle(Spending spending) {
        Ask ask = spending.ask("token-1");
        spending.answered(database.take(ask), now);
    }

    @Test
    void tokensAreChargedAfterTheAnswerAndFlowBack() {
        Spending tokens = new Spending(Kind.TOKENS, 600);
        assertThat(tokens.allows(now)).isTrue();
        tokens.charge(610);

        assertThat(tokens.allows(now)).isFalse();
        settle(tokens);
        assertThat(tokens.allows(now)).isFalse();
        // 11 tokens at 10 a second
        assertThat(tokens.retryAfter(now)).isBetween(Duration.ofMillis(1050), Duration.ofMillis(1150));
        now += TimeUnit.MILLISECONDS.toNanos(1200);
        assertThat(tokens.allows(now)).isTrue();
    }

    /** A day's answers against a limit that is for a hundredth of them: nobody should wait for hours. */
    @Test
    void ofALowerLimitAsMuchIsUsedUpAsOfTheOneBefore() {
        Spending tokens = new Spending(Kind.TOKENS, 60_000);
        tokens.charge(30_000);
        settle(tokens);

        tokens.limit(600);

        assertThat(tokens.allows(now)).isTrue();
        assertThat(tokens.standing(now).remaining()).isEqualTo(300);
        tokens.limit(60);
        assertThat(tokens.standing(now).remaining()).isEqualTo(30);
    }

    @Test
    void aLowerBudgetIsSpentByWhatWasSpent() {
        Spending day = new Spending(Kind.USD_PER_DAY, 20);
        day.charge(3);
        settle(day);

        day.limit(2);
        assertThat(day.allows(now)).isFalse();
        day.limit(4);
        assertThat(day.allows(now)).isTrue();
    }

    @Test
    void aBudgetLastsUntilItsPeriodEnds() {
        Spending day = new Spending(Kind.USD_PER_DAY, 1.5);
        day.charge(1.6);
        settle(day);

        assertThat(day.allows(now + TimeUnit.SECONDS.toNanos(3599))).isFalse();
        assertThat(day.retryAfter(now)).isEqualTo(Duration.ofHours(1));
        assertThat(day.allows(now + TimeUnit.SECONDS.toNanos(3601))).isTrue();
    }

    @Test
    void whatOthersSpentIsHeardOf() {
        Spending day = new Spending(Kind.USD_PER_DAY, 1.5);
        settle(day);
        assertThat(day.allows(now)).isTrue();
        database.use(Kind.USD_PER_DAY, 2);

        now += TimeUnit.SECONDS.toNanos(2);
        assertThat(day.wantsToAsk(now)).isTrue();
        settle(day);
        assertThat(day.allows(now)).isFalse();
    }

    @Test
    void withoutTheDatabaseATwentiethMayBeSpent() {
        Spending day = new Spending(Kind.USD_PER_DAY, 20);
        settle(day);
        day.charge(0.9);
        assertThat(day.allowsUnchecked()).isTrue();
        day.charge(0.2);
        assertThat(day.allows(now)).isTrue();
        assertThat(day.allowsUnchecked()).isFalse();
    }

    @Test
    void whatCouldNotBeReportedIsReportedLater() {
        Spending day = new Spending(Kind.USD_PER_DAY, 20);
        day.charge(3);
        day.ask("token-1");
        day.charge(1);
        day.failed();

        assertThat(day.isClean()).isFalse();
        settle(day);
        assertThat(database.used(Kind.USD_PER_DAY)).isEqualTo(4);
        assertThat(day.isClean()).isTrue();
    }
}
