package dev.signalbox.inference.limit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.inference.limit.Allowances.Answer;
import dev.signalbox.inference.limit.Allowances.Ask;
import dev.signalbox.testing.PostgresForTests;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Limits over several nodes and a real database. */
class LimitsIT {

    private static final Logger log = LoggerFactory.getLogger(LimitsIT.class);
    private static final String TOKEN = "token-7";

    private final JdbcClient jdbc = database();
    private final AllowanceTable table = new AllowanceTable(jdbc);

    private static JdbcClient database() {
        var database = PostgresForTests.newDatabase();
        return JdbcClient.create(new DriverManagerDataSource(database.url(), database.user(), database.password()));
    }

    @BeforeEach
    void createTable() throws IOException {
        for (String name : List.of("V13__client_allowance.sql", "V23__allowance_limit.sql")) {
            try (InputStream migration = requireNonNull(LimitsIT.class.getResourceAsStream("/db/migration/" + name))) {
                jdbc.sql(new String(migration.readAllBytes(), StandardCharsets.UTF_8))
                        .update();
            }
        }
    }

    private void age(Kind kind, String interval) {
        jdbc.sql("update client_allowance set changed_at = changed_at - cast(? as interval),"
                        + " period = period - cast(? as interval) where kind = ?")
                .params(interval, interval, kind.column())
                .update();
    }

    private double used(Kind kind) {
        return jdbc.sql("select used from client_allowance where kind = ?")
                .param(kind.column())
                .query(Double.class)
                .single();
    }

    private ClientLimits node() {
        return new ClientLimits(table, ended -> ended.tokens().cost());
    }

    @Test
    void grantsWhatTheLimitAllowsAndTakesBackWhatIsNotUsed() {
        assertThat(table.take(new Ask(TOKEN, Kind.REQUESTS, 100, 0, 60)).granted())
                .isEqualTo(60);
        assertThat(table.take(new Ask(TOKEN, Kind.REQUESTS, 100, 0, 60)).granted())
                .isBetween(40.0, 42.0);
        assertThat(table.take(new Ask(TOKEN, Kind.REQUESTS, 100, 0, -30)).used())
                .isBetween(68.0, 70.0);
        Answer debt = table.take(new Ask(TOKEN, Kind.REQUESTS, 100, 50, 10));
        assertThat(debt.granted()).isZero();
        assertThat(debt.used()).isBetween(116.0, 120.0);
        assertThat(table.take(new Ask("token-8", Kind.REQUESTS, 100, 0, 60)).granted())
                .isEqualTo(60);
    }

    @Test
    void aMinuteFlowsBackInAMinute() {
        table.take(new Ask(TOKEN, Kind.TOKENS, 6000, 6000, 0));
        age(Kind.TOKENS, "30 seconds");

        assertThat(table.take(new Ask(TOKEN, Kind.TOKENS, 6000, 0, 0)).used()).isCloseTo(3000, within(500.0));
        age(Kind.TOKENS, "2 minutes");
        assertThat(table.take(new Ask(TOKEN, Kind.TOKENS, 6000, 0, 0)).used()).isZero();
    }

    @Test
    void aLowerLimitIsUsedUpAsFarAsTheOneBefore() {
        table.take(new Ask(TOKEN, Kind.TOKENS, 60_000, 30_000, 0));

        assertThat(table.take(new Ask(TOKEN, Kind.TOKENS, 600, 0, 0)).used()).isCloseTo(300, within(30.0));
        assertThat(table.take(new Ask(TOKEN, Kind.TOKENS, 60_000, 0, 0)).used())
                .as("a higher one gives what it has more")
                .isLessThanOrEqualTo(300);
        table.take(new Ask(TOKEN, Kind.USD_PER_DAY, 50, 4, 0));
        assertThat(table.take(new Ask(TOKEN, Kind.USD_PER_DAY, 5, 0, 0)).used())
                .as("what is spent of a budget is spent")
                .isEqualTo(4);
    }

    @Test
    void aBudgetBeginsAnewWithItsPeriodAndNotBefore() {
        Answer first = table.take(new Ask(TOKEN, Kind.USD_PER_DAY, 5, 4.25, 0));
        assertThat(first.used()).isEqualTo(4.25);
        assertThat(first.secondsLeft()).isBetween(0.0, 86_400.0);
        assertThat(table.take(new Ask(TOKEN, Kind.USD_PER_DAY, 5, 0.5, 0)).used())
                .isEqualTo(4.75);

        age(Kind.USD_PER_DAY, "1 day");
        assertThat(table.take(new Ask(TOKEN, Kind.USD_PER_DAY, 5, 0.25, 0)).used())
                .isEqualTo(0.25);
        Answer month = table.take(new Ask(TOKEN, Kind.USD_PER_MONTH, 5, 1, 0));
        assertThat(month.secondsLeft()).isBetween(0.0, 31 * 86_400.0);
        age(Kind.USD_PER_MONTH, "1 month");
        assertThat(table.take(new Ask(TOKEN, Kind.USD_PER_MONTH, 5, 1, 0)).used())
                .isEqualTo(1);
    }

    @Test
    void manyAtOnceNeverGetMoreThanThereIs() throws ExecutionException, InterruptedException {
        List<Future<Double>> grants = new ArrayList<>();
        try (var clients = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 80; i++) {
                grants.add(clients.submit(() ->
                        table.take(new Ask(TOKEN, Kind.USD_PER_DAY, 100, 0, 3)).granted()));
            }
        }
        double all = 0;
        for (Future<Double> grant : grants) {
            all += grant.get();
        }
        assertThat(all).isEqualTo(100);
    }

    /** The figure is in docs/security.md. */
    @Test
    void threeNodesAndAThousandRequests() {
        TokenLimits limits = new TokenLimits(300L, null, null, null);
        List<ClientLimits> nodes = List.of(node(), node(), node());
        AtomicInteger admitted = new AtomicInteger();
        long start = System.nanoTime();
        try (var clients = Executors.newFixedThreadPool(12)) {
            for (int i = 0; i < 1000; i++) {
                ClientLimits node = nodes.get(i % 3);
                clients.submit(() -> {
                    var admission = node.admit(TOKEN, limits);
                    if (admission != null && admission.refusal() == null) {
                        admitted.incrementAndGet();
                    }
                    TimeUnit.MILLISECONDS.sleep(5); // as long as a quick answer takes
                    return null;
                });
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double flowedBack = seconds * 300 / 60;
        log.info(
                "limit 300 per minute, 3 nodes, 1000 requests in {} s: {} admitted, of them {} flowed back meanwhile",
                Math.round(seconds * 100) / 100.0,
                admitted.get(),
                Math.round(flowedBack * 10) / 10.0);

        double borrowed = 3 * new LeasedRequests(300, 0).overdraft();
        double heldBack = 3 * new LeasedRequests(300, 0).chunk();
        assertThat((double) admitted.get()).isBetween(300 - heldBack, 300 + flowedBack + 1 + borrowed);
        nodes.forEach(ClientLimits::destroy);
    }

    @Test
    void budgetsSurviveARestartAndLeasesAreGivenBack() {
        TokenLimits limits = new TokenLimits(100L, null, new BigDecimal("1.00"), null);
        ClientLimits node = node();
        assertThat(requireNonNull(node.admit(TOKEN, limits)).refusal()).isNull();
        node.charge(TOKEN, 10, new BigDecimal("1.25"));
        node.destroy();

        assertThat(used(Kind.USD_PER_DAY)).isEqualTo(1.25);
        assertThat(used(Kind.REQUESTS)).isLessThanOrEqualTo(1);

        ClientLimits restarted = node();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(requireNonNull(restarted.admit(TOKEN, limits)).refusal())
                    .matches(refusal -> refusal != null && refusal.kind() == Kind.USD_PER_DAY);
        });
        restarted.destroy();
    }
}
