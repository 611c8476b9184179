package dev.signalbox.app;

import dev.signalbox.command.eventstore.EventSerialization;
import dev.signalbox.events.node.Node;
import dev.signalbox.secrets.SecretsConfiguration;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.UUID;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Everything that every node has; {@link Roles} adds the rest. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@Import({EventSerialization.class, SecretsConfiguration.class, Roles.class})
public class SignalboxApplication {

    /** Named by process and host for operators, and unique where containers share both. */
    @Bean
    Node node(Environment environment, Clock clock) {
        String version = SignalboxApplication.class.getPackage().getImplementationVersion();
        String unique = UUID.randomUUID().toString().substring(0, 4);
        return new Node(
                ManagementFactory.getRuntimeMXBean().getName() + "-" + unique,
                Roles.of(environment),
                version == null ? "development" : version,
                clock.instant());
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
