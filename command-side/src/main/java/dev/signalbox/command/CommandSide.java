package dev.signalbox.command;

import dev.signalbox.command.write.RequestMetadata;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.Snapshotter;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.annotation.HandlerDefinition;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.spring.eventsourcing.SpringAggregateSnapshotter;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;

/** The role {@code command}: REST writes, commands, aggregates, set rules. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(
        excludeFilters = @Filter(type = FilterType.REGEX, pattern = "dev\\.signalbox\\.command\\.eventstore\\..*"))
public class CommandSide {

    /** The name of the processing group whose handlers run inside the command's transaction. */
    public static final String SET_RULES = "set-rules";

    /** The name of the bean by which aggregates say that their long streams are to be shortened. */
    public static final String SNAPSHOTS = "snapshotTrigger";

    private static final int EVENTS_BETWEEN_SNAPSHOTS = 100;

    /** A command reads at most so many events, and those appended while the snapshot is made. */
    @Bean(SNAPSHOTS)
    SnapshotTriggerDefinition snapshotTrigger(Snapshotter snapshotter) {
        return new EventCountSnapshotTriggerDefinition(snapshotter, EVENTS_BETWEEN_SNAPSHOTS);
    }

    /**
     * On a thread of its own and after the command: Axon's would read the stream again inside the command's transaction, and
     * a snapshot that fails would take the command with it.
     */
    @Bean
    Snapshotter snapshotter(
            org.axonframework.config.Configuration axon,
            HandlerDefinition handlers,
            ParameterResolverFactory parameters,
            EventStore store,
            TransactionManager transactions) {
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("snapshots").daemon().factory());
        one.allowCoreThreadTimeOut(true);
        return SpringAggregateSnapshotter.builder()
                .repositoryProvider(axon::repository)
                .transactionManager(transactions)
                .eventStore(store)
                .parameterResolverFactory(parameters)
                .handlerDefinition(handlers)
                .executor(one)
                .build();
    }

    @Autowired
    void subscribeSetRules(EventProcessingConfigurer processing) {
        processing.registerSubscribingEventProcessor(SET_RULES);
        // a broken rule must fail the command, not be logged
        processing.registerListenerInvocationErrorHandler(SET_RULES, axon -> PropagatingErrorHandler.instance());
        processing.registerErrorHandler(SET_RULES, axon -> PropagatingErrorHandler.instance());
    }

    @Autowired
    void sayWhoAsks(CommandBus commandBus) {
        commandBus.registerDispatchInterceptor(commands -> (index, command) -> withMetadata(command));
    }

    private static CommandMessage<?> withMetadata(CommandMessage<?> command) {
        return command.andMetaData(RequestMetadata.current());
    }
}
