package dev.signalbox.query.projection;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;

/** One pooled processor per projection, all set up alike. */
@Configuration(proxyBeanMethods = false)
class ProcessorConfiguration {

    private static final int BATCH_SIZE = 500;
    /** How soon a processor notices that a claim is free, and how soon that it has lost its own. */
    private static final long CLAIM_MILLIS = 1000;

    private final List<Projection> projections;
    private final BatchSignals signals;
    private final ParkedQueues parked;
    private final Poison poison;

    ProcessorConfiguration(List<Projection> projections, BatchSignals signals, ParkedQueues parked, Poison poison) {
        this.projections = projections;
        this.signals = signals;
        this.parked = parked;
        this.poison = poison;
    }

    @Autowired
    void configure(EventProcessingConfigurer processing) {
        for (Projection projection : projections) {
            String name = projection.name();
            processing.registerPooledStreamingEventProcessor(
                    name,
                    configuration -> configuration.getComponent(EventFeed.class),
                    (configuration, builder) -> builder.initialSegmentCount(1)
                            .batchSize(BATCH_SIZE)
                            .tokenClaimInterval(CLAIM_MILLIS)
                            .claimExtensionThreshold(CLAIM_MILLIS)
                            .enableCoordinatorClaimExtension()
                            .coordinatorExecutor(processor -> oneThread(processor + "-coordinator"))
                            // one segment, hence one worker: events are applied in their order
                            .workerExecutor(processor -> oneThread(processor + "-worker")));
            // Axon's default logs a failing handler's exception and goes on: the view would miss the event for ever
            processing.registerListenerInvocationErrorHandler(name, c -> PropagatingErrorHandler.instance());
            processing.registerErrorHandler(name, c -> PropagatingErrorHandler.instance());
            processing.registerDeadLetterQueue(name, c -> parked.of(name));
            processing.registerDeadLetterPolicy(name, c -> poison.policy(name));
            processing.registerHandlerInterceptor(name, c -> signals.forProcessor(name));
        }
    }

    private static ScheduledExecutorService oneThread(String name) {
        return Executors.newScheduledThreadPool(
                1, Thread.ofPlatform().name(name).daemon().factory());
    }
}
