package dev.signalbox.command.eventstore;

import dev.signalbox.testing.PostgresForTests;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The event store alone, on a real PostgreSQL. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = ServletWebSecurityAutoConfiguration.class)
@EntityScan({"dev.signalbox.command.eventstore", "org.axonframework.eventsourcing.eventstore.jpa"})
@Import({EventStoreConfiguration.class, EventSerialization.class})
class EventStoreApplication {

    @Bean
    JdbcConnectionDetails postgres() {
        var database = PostgresForTests.newDatabase();
        return new JdbcConnectionDetails() {
            @Override
            public String getJdbcUrl() {
                return database.url();
            }

            @Override
            public String getUsername() {
                return database.user();
            }

            @Override
            public String getPassword() {
                return database.password();
            }
        };
    }

    /** The tables of tokens belong to the query side. */
    @Bean
    TokenStore tokenStore() {
        return new InMemoryTokenStore();
    }
}
