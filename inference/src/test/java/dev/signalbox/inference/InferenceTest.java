package dev.signalbox.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.node.Node;
import dev.signalbox.events.vendor.VendorCatalogue;
import dev.signalbox.inference.gateway.Callers;
import dev.signalbox.inference.gateway.GatewayServer;
import dev.signalbox.inference.routing.Routing;
import dev.signalbox.secrets.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.queryhandling.QueryGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

class InferenceTest {

    @Test
    void startsWithWhatTheApplicationGivesIt(@TempDir Path home) {
        new ApplicationContextRunner()
                .withUserConfiguration(Inference.class)
                .withBean(Vault.class, InferenceFixtures::vault)
                .withBean(VendorCatalogue.class, () -> new VendorCatalogue(Map.of()))
                .withBean(Callers.class, () -> token -> Optional.empty())
                .withBean(QueryGateway.class, () -> Mockito.mock(QueryGateway.class))
                .withBean(Node.class, () -> new Node("n", List.of("inference"), "1", Instant.EPOCH))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean(DataSource.class, () -> Mockito.mock(DataSource.class))
                .withBean(JdbcClient.class, () -> Mockito.mock(JdbcClient.class))
                .withPropertyValues("signalbox.home=" + home, "signalbox.data-port=0", "signalbox.routing.retry=1h")
                .run(context -> {
                    assertThat(context.getBean(GatewayServer.class).port()).isPositive();
                    assertThat(context.getBean(Routing.class).ready()).isFalse();
                });
    }
}
