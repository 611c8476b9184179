package dev.signalbox.command.eventstore;

import dev.signalbox.events.signal.MetadataKeys;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.common.jpa.EntityManagerProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.DomainEventEntry;
import org.axonframework.eventsourcing.eventstore.jpa.JpaEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.SQLErrorCodesResolver;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.serialization.RevisionResolver;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.persistenceunit.ManagedClassNameFilter;

/** The event store, on nodes that take commands or answer reads. */
@Configuration(proxyBeanMethods = false)
public class EventStoreConfiguration {

    /** {@link StoredEvent} takes its place: Axon's own entity would want a sequence. */
    @Bean
    static ManagedClassNameFilter withoutAxonsEventEntity() {
        return className -> !className.equals(DomainEventEntry.class.getName());
    }

    /** Axon would ask the database which one it is, and a node has to start while it is away. */
    @Bean
    PersistenceExceptionResolver persistenceExceptionResolver() {
        return new SQLErrorCodesResolver("PostgreSQL");
    }

    @Bean
    EventStorageEngine eventStorageEngine(
            Serializer defaultSerializer,
            @Qualifier("eventSerializer") Serializer eventSerializer,
            PersistenceExceptionResolver exceptionResolver,
            EntityManagerProvider entityManagerProvider,
            TransactionManager transactionManager,
            org.axonframework.config.Configuration axon) {
        JpaEventStorageEngine.Builder builder = JpaEventStorageEngine.builder()
                .snapshotSerializer(defaultSerializer)
                .eventSerializer(eventSerializer)
                .persistenceExceptionResolver(exceptionResolver)
                .upcasterChain(axon.upcasterChain())
                // without it a snapshot of an aggregate's former shape would be read as one of today's
                .snapshotFilter(axon.snapshotFilter())
                .batchSize(500)
                .entityManagerProvider(entityManagerProvider)
                .transactionManager(transactionManager);
        return new OrderedEventStorageEngine(builder, transactionManager);
    }

    @Bean
    RevisionResolver revisionResolver() {
        return new EventRevisions();
    }

    @Bean
    EventUpcaster singleFallbackUpcaster() {
        return new SingleFallbackUpcaster();
    }

    @Bean
    CorrelationDataProvider metadataOfTheCommand() {
        return new SimpleCorrelationDataProvider(MetadataKeys.ALL.toArray(String[]::new));
    }
}
