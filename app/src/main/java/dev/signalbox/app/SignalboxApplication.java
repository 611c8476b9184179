package dev.signalbox.app;

import dev.signalbox.command.eventstore.EventStoreConfiguration;
import dev.signalbox.secrets.SecretsConfiguration;
import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Everything that every node has; {@link Roles} adds the rest. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@EntityScan({
    "dev.signalbox",
    "org.axonframework.eventsourcing.eventstore.jpa",
    "org.axonframework.eventhandling.deadletter.jpa",
    "org.axonframework.eventhandling.tokenstore.jpa"
})
@EnableJpaRepositories("dev.signalbox")
@Import({EventStoreConfiguration.class, SecretsConfiguration.class, Roles.class})
public class SignalboxApplication {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
