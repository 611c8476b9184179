package dev.signalbox.inference.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PricesTest {

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("signalbox.home", "x"),
            Map.entry("signalbox.prices.acme.[gpt-4.1].in", "2.00"),
            Map.entry("signalbox.prices.acme.[gpt-4.1].out", "8"),
            Map.entry("signalbox.prices.acme.[gpt-4.1].cached", "0.5"),
            Map.entry("signalbox.prices.acme.[org/embed].in", "0.02"),
            Map.entry("signalbox.prices.acme.[claude-x].in", "3"),
            Map.entry("signalbox.prices.acme.[claude-x].out", "15"),
            Map.entry("signalbox.prices.acme.[claude-x].cache-write", "3.75"),
            Map.entry("signalbox.prices.acme.[rank].searches", "2"),
            Map.entry("signalbox.prices.acme.[rank].in", "0"),
            Map.entry("signalbox.prices.vllm.[*].in", "0"),
            Map.entry("signalbox.prices.vllm.[*].out", "0"));

    private final Prices prices = new Prices(new Binder(new MapConfigurationPropertySource(SETTINGS))
            .bind("signalbox", UsageProperties.class)
            .get());

    private static UsageRecord used(String kind, String model, @Nullable String named, Tokens tokens) {
        UsageRecord some = UsageFixtures.by(UsageFixtures.KEY, UsageFixtures.NOON);
        var answered = some.answered();
        return new UsageRecord(
                some.id(),
                some.time(),
                some.asked(),
                new UsageRecord.Answered(
                        answered.provider(), kind, model, named, 200, null, 1, answered.failures(), 1, -1, -1),
                tokens);
    }

    @ParameterizedTest
    @CsvSource({
        // a million in, a tenth of it from the cache, 100,000 out
        "acme, gpt-4.1, , 2.65",
        "acme, gpt-4.1-2025-04-14, , 2.65",
        "acme, claude-x-20251001, , 4.5",
        "acme, latest, gpt-4.1-2025-04-14, 2.65",
        "acme, org/embed, , 0.02",
        "acme, gpt-4.1-mini, , ",
        "other, gpt-4.1, , ",
        "vllm, anything, , 0"
    })
    void byVendorAndModel(String vendor, String model, @Nullable String named, @Nullable BigDecimal expected) {
        BigDecimal cost = prices.of(used(vendor, model, named, new Tokens(1_000_000, 100_000, 100_000, -1, -1, null)));

        if (expected == null) {
            assertThat(cost).as("unknown, which is not nothing").isNull();
        } else {
            assertThat(cost).isEqualByComparingTo(expected);
        }
    }

    @Test
    void cacheWritesHaveTheirPrice() {
        assertThat(prices.of(used("acme", "claude-x", null, new Tokens(300_000, 0, 100_000, 100_000, -1, null))))
                .isEqualByComparingTo("0.975");
    }

    @Test
    void theProvidersOwnFigureGoesFirst() {
        Tokens tokens = new Tokens(1_000_000, 0, -1, -1, -1, new BigDecimal("0.7"));

        assertThat(prices.of(used("acme", "gpt-4.1", null, tokens))).isEqualByComparingTo("0.7");
    }

    @Test
    void rerankersBillBySearches() {
        Tokens tokens = new Tokens(-1, -1, -1, -1, -1, null, 3);

        assertThat(prices.of(used("acme", "rank", null, tokens))).isEqualByComparingTo("0.006");
        assertThat(prices.of(used("acme", "gpt-4.1", null, tokens)))
                .as("no price of searches")
                .isNull();
    }

    @Test
    void whatIsNotKnownHasNoPrice() {
        assertThat(prices.of(used("acme", "gpt-4.1", null, Tokens.UNKNOWN))).isNull();
    }

    @Test
    void moreFromTheCacheThanThereIsIsNonsenseAndCostsNoLessThanNothing() {
        assertThat(prices.of(used("acme", "gpt-4.1", null, new Tokens(1_000_000, 0, 5_000_000, 9_000_000, -1, null))))
                .isEqualByComparingTo("0.5");
    }

    @Test
    void aPriceIsNotNegative() {
        BigDecimal negative = new BigDecimal("-1");
        assertThatThrownBy(() -> new Price(negative, null, null, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
