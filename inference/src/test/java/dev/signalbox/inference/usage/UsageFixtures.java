package dev.signalbox.inference.usage;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Records and settings to test with. */
final class UsageFixtures {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:30Z");
    static final ProviderRef KEY = new ProviderRef(ProviderType.API_KEY, 5);
    static final ProviderRef SERVER = new ProviderRef(ProviderType.AI_SERVER, 3);

    private UsageFixtures() {}

    static UsageProperties properties(Path home) {
        return properties(home, 1000, DataSize.ofMegabytes(1));
    }

    static UsageProperties properties(Path home, int queue, DataSize limit) {
        Price price = new Price(BigDecimal.ONE, BigDecimal.TWO, null, null, null);
        return new UsageProperties(
                home,
                new UsageProperties.Pipeline(queue, Duration.ofMillis(5), 100, limit, Duration.ofSeconds(10)),
                Map.of("acme", Map.of("m", price)));
    }

    /** A thousand tokens in, a hundred out. */
    static UsageRecord by(@Nullable ProviderRef provider, Instant time) {
        return record(provider, time, "m", "tester", 200);
    }

    static UsageRecord record(@Nullable ProviderRef provider, Instant time, String model, String client, int status) {
        String code = status < 400 ? null : "upstream_server_error";
        return UsageRecord.of(
                time,
                new UsageRecord.Asked("chat", Purpose.CHAT, model, true, client, "token-1", "req-1", 42),
                new UsageRecord.Answered(
                        provider,
                        provider == null ? null : "acme",
                        model,
                        null,
                        status,
                        code,
                        1,
                        List.of(),
                        TimeUnit.MILLISECONDS.toNanos(250),
                        TimeUnit.MILLISECONDS.toNanos(50),
                        TimeUnit.MILLISECONDS.toNanos(230)),
                new Tokens(1000, 100, 10, -1, -1, null));
    }

    static ByteBuf rows(Prices prices, UsageRecord... records) {
        ByteBuf rows = Unpooled.buffer();
        Stream.of(records).forEach(ended -> UsageRow.write(ended, prices.of(ended), rows));
        return rows;
    }
}
