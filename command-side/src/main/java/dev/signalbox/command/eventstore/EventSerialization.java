package dev.signalbox.command.eventstore;

import static com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility.ANY;

import org.axonframework.serialization.jackson3.Jackson3SerializerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/** How Axon writes its tokens and snapshots, for every node: all read how far the views are. */
@Configuration(proxyBeanMethods = false)
public class EventSerialization {

    /** ReplayToken names its inner token's class, which Jackson 3 refuses to read unless it is allowed (issue 4160). */
    @Bean
    Jackson3SerializerCustomizer axonsTokensAndSnapshotsAreReadable() {
        var axonsTypes = BasicPolymorphicTypeValidator.builder()
                .allowIfSubType("org.axonframework.eventhandling.")
                .build();
        return mapper -> mapper.polymorphicTypeValidator(axonsTypes)
                .changeDefaultVisibility(visibility -> visibility.withFieldVisibility(ANY));
    }
}
