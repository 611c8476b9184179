package dev.signalbox.inference.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.limit.Allowances.Ask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Time stands still unless a test moves it. */
class LeasedRequestsTest {

    private static final long LIMIT = 200;
    private final MemoryAllowances database = new MemoryAllowances();
    private long now = 1;

    private LeasedRequests node() {
        return new LeasedRequests(LIMIT, now);
    }

    private void settle(LeasedRequests node) {
        Ask ask = node.ask("token-1", now, false);
        node.answered(ask, database.take(ask), now);
    }

    private int takeAll(LeasedRequests node, boolean away) {
        int taken = 0;
        while (node.take(now, away)) {
            taken++;
        }
        return taken;
    }

    @Test
    void aNodeThatHasNotAskedYetBorrowsALittleAndPaysItBack() {
        LeasedRequests node = node();

        assertThat(takeAll(node, false)).isEqualTo((int) node.overdraft()).isEqualTo(20);
        assertThat(node.wantsToAsk(now)).isTrue();
        Ask ask = node.ask("token-1", now, false);
        assertThat(ask.spent()).isEqualTo(20);
        assertThat(node.take(now, false))
                .as("no second time, while it is being asked for")
                .isFalse();
        node.answered(ask, database.take(ask), now);
        assertThat(database.used(Kind.REQUESTS)).isEqualTo(20 + ask.wanted());
    }

    @Test
    void threeNodesTogetherNeverPassTheLimitByMoreThanTheyMayBorrow() {
        List<LeasedRequests> nodes = List.of(node(), node(), node());
        int admitted = 0;
        for (int round = 0; round < 400; round++) {
            for (LeasedRequests node : nodes) {
                admitted += node.take(now, false) ? 1 : 0;
                if (round % 7 == 0 && node.wantsToAsk(now)) {
                    settle(node);
                }
            }
        }
        assertThat(admitted)
                .isBetween((int) LIMIT, (int) (LIMIT + 3 * nodes.getFirst().overdraft()));
    }

    @Test
    void whoIsRefusedIsToldWhenToComeAgain() {
        LeasedRequests node = node();
        database.use(Kind.REQUESTS, LIMIT);
        takeAll(node, false);
        settle(node);

        assertThat(node.take(now, false)).isFalse();
        // 20 were borrowed on top of a limit that was spent already: 21 have to flow back, at 200 per minute
        assertThat(node.retryAfter(now).toMillis()).isBetween(6200L, 6400L);
        assertThat(node.standing(now).remaining()).isZero();
        assertThat(node.standing(now).limit()).isEqualTo(LIMIT);
    }

    @Test
    void withoutTheDatabaseOnlyTheLeaseIsLeft() {
        LeasedRequests node = node();
        node.take(now, false);
        settle(node);

        assertThat(takeAll(node, true)).isEqualTo((int) node.chunk());
        assertThat(node.take(now, true)).isFalse();
        assertThat(takeAll(node, false))
                .as("it may borrow again when the database is back")
                .isPositive();
    }

    @Test
    void anAnswerThatDoesNotComeLeavesTheDebt() {
        LeasedRequests node = node();
        int borrowed = takeAll(node, false);
        node.ask("token-1", now, false);
        node.failed();

        assertThat(node.ask("token-1", now, false).spent()).isEqualTo(borrowed);
    }

    @Test
    void aHigherLimitIsGoodAtOnce() {
        LeasedRequests node = node();
        database.use(Kind.REQUESTS, LIMIT);
        takeAll(node, false);
        settle(node);
        assertThat(node.take(now, false)).isFalse();

        node.limit(10 * LIMIT, now);

        assertThat(node.wantsToAsk(now)).isTrue();
        assertThat(node.take(now, false)).isTrue();
        settle(node);
        assertThat(node.take(now, true)).as("from a lease of the new limit").isTrue();
    }

    @Test
    void ofALowerLimitOnlyItsPartIsLeft() {
        LeasedRequests node = node();
        node.take(now, false);
        settle(node);
        database.use(Kind.REQUESTS, LIMIT / 2.0);

        node.limit(LIMIT / 20, now);

        assertThat(takeAll(node, true)).as("of a lease of ten").isZero();
        assertThat(node.standing(now).limit()).isEqualTo(LIMIT / 20);
        assertThat(node.retryAfter(now)).isLessThanOrEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void anIdleNodeGivesItsLeaseBack() {
        LeasedRequests node = node();
        node.take(now, false);
        settle(node);
        assertThat(database.used(Kind.REQUESTS)).isEqualTo(1 + node.chunk());

        now += TimeUnit.SECONDS.toNanos(6);
        assertThat(node.wantsToAsk(now)).isTrue();
        settle(node);

        assertThat(database.used(Kind.REQUESTS)).isEqualTo(1);
        assertThat(node.isClean()).isTrue();
        assertThat(node.wantsToAsk(now)).isFalse();
    }

    @Test
    void aBurstThatOutranItsLeaseGetsALargerOne() {
        LeasedRequests node = node();
        node.take(now, false);
        settle(node);
        List<Boolean> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(node.take(now, false));
        }
        assertThat(answers).contains(false);
        settle(node);

        assertThat(takeAll(node, true)).isGreaterThan((int) node.chunk());
    }
}
