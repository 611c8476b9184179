package dev.signalbox.query;

import static com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility.ANY;

import dev.signalbox.events.node.Node;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.jackson3.Jackson3SerializerCustomizer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/** The query side alone, with Axon's own event store in the place of the command side's. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EntityScan({
    "dev.signalbox.query",
    "org.axonframework.eventsourcing.eventstore.jpa",
    "org.axonframework.eventhandling.deadletter.jpa",
    "org.axonframework.eventhandling.tokenstore.jpa"
})
@EnableJpaRepositories("dev.signalbox.query")
@Import({QueryReads.class, ControlPlaneReads.class, QuerySide.class, EventLog.class})
public class QueryTestApplication {

    @Bean
    Node thisNode() {
        return new Node("node-of-the-tests", List.of("query"), "test", Instant.now());
    }

    @Bean
    Door door() {
        return new Door();
    }

    @Bean
    Jackson3SerializerCustomizer axonsTokensAreReadable() {
        var axonsTypes = BasicPolymorphicTypeValidator.builder()
                .allowIfSubType("org.axonframework.eventhandling.")
                .build();
        return mapper -> mapper.polymorphicTypeValidator(axonsTypes)
                .changeDefaultVisibility(visibility -> visibility.withFieldVisibility(ANY));
    }
}
