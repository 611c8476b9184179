package dev.signalbox.query.projection;

import dev.signalbox.events.signal.EventsAppended;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Brings processors back as soon as the database is: after an outage Axon's coordinator waits up to a minute before it
 * tries again, but the first notice of events says that there is a database.
 */
@Component
class Revival {

    private final ObjectProvider<EventProcessingConfiguration> processing;

    Revival(ObjectProvider<EventProcessingConfiguration> processing) {
        this.processing = processing;
    }

    @EventListener(EventsAppended.class)
    void revive() {
        processing.ifAvailable(
                configuration -> configuration.eventProcessors().values().forEach(Revival::reviveWhenWaiting));
    }

    private static void reviveWhenWaiting(EventProcessor processor) {
        if (processor instanceof StreamingEventProcessor streaming && streaming.isError()) {
            var unused = streaming.shutdownAsync().thenRun(streaming::start);
        }
    }
}
