package dev.signalbox.inference.gateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Limits for tests: patient on a busy machine, and small where they are to be reached. */
final class GatewaySettings {

    private GatewaySettings() {}

    static GatewayProperties properties(int port) {
        return properties(port, Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    static GatewayProperties properties(int port, Duration head, Duration request) {
        return properties(port, head, request, DataSize.ofKilobytes(256), null);
    }

    static GatewayProperties properties(
            int port, Duration head, Duration request, DataSize maxAnswer, @Nullable DataSize heldAnswers) {
        return new GatewayProperties(
                port,
                "127.0.0.1",
                new GatewayProperties.Ssl(null),
                new GatewayProperties.Limits(
                        DataSize.ofKilobytes(256),
                        maxAnswer,
                        heldAnswers,
                        DataSize.ofKilobytes(16),
                        head,
                        request,
                        1000,
                        Duration.ofSeconds(10)));
    }

    /** Each provider is asked one time only. */
    static FailoverProperties once() {
        return failover(Duration.ofSeconds(60), 6, 0);
    }

    static FailoverProperties failover(Duration budget, int attempts, int retries) {
        return new FailoverProperties(budget, attempts, retries, Duration.ofMillis(20), Duration.ofSeconds(2));
    }
}
