package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.COMPLETION;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.inference.FakeUpstream;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class DrainTest {

    @Test
    void aStopLetsARunningRequestFinish() {
        Sinks.One<String> answer = Sinks.one();
        try (var upstream = new FakeUpstream();
                var gateway = TestGateway.start().routes(server(1, upstream.baseUrl()))) {
            upstream.will((asked, response) ->
                    response.header("content-type", "application/json").sendString(Mono.from(answer.asMono())));
            var reply = CompletableFuture.supplyAsync(() -> gateway.chat("{\"messages\":[]}"));
            await().until(() -> !upstream.asked.isEmpty());

            var stopped = CompletableFuture.runAsync(gateway.server::stop);
            await().until(() -> !gateway.server.isRunning());
            assertThat(reply).isNotDone();
            answer.tryEmitValue(COMPLETION);

            assertThat(reply.join().body()).isEqualTo(COMPLETION);
            stopped.join();
        }
    }
}
