package dev.signalbox.query.projection;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class RevivalTest {

    private final StreamingEventProcessor waiting = mock();
    private final StreamingEventProcessor running = mock();
    private final EventProcessingConfiguration processing = mock();

    @Test
    void onlyProcessorsThatWaitAfterAnErrorAreStartedAnew() {
        when(waiting.isError()).thenReturn(true);
        when(waiting.shutdownAsync()).thenReturn(CompletableFuture.completedFuture(null));
        when(processing.eventProcessors()).thenReturn(Map.of("waiting", waiting, "running", running));
        var beans = new StaticListableBeanFactory(Map.of("processing", processing));

        new Revival(beans.getBeanProvider(EventProcessingConfiguration.class)).revive();

        verify(waiting).start();
        verify(running, never()).shutdownAsync();
    }
}
