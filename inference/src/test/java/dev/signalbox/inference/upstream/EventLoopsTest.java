package dev.signalbox.inference.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.Channel;
import io.netty.channel.uring.IoUring;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** Both transports, on a kernel that has both; elsewhere Reactor Netty's own choice is all there is. */
class EventLoopsTest {

    @ParameterizedTest
    @CsvSource({"true, IoUring", "false, Epoll"})
    void serversAndClientsAreServedAsWished(boolean ioUring, String transport) {
        assumeTrue(IoUring.isAvailable());
        LoopResources loops = EventLoops.create(ioUring);
        Queue<Channel> channels = new ConcurrentLinkedQueue<>();
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .runOn(loops)
                .doOnChannelInit((observer, channel, peer) -> channels.add(channel))
                .handle((request, response) -> response.sendString(Mono.just("here")))
                .bindNow();

        String answer = HttpClient.newConnection()
                .runOn(loops)
                .resolver(spec -> spec.runOn(loops))
                .doOnChannelInit((observer, channel, peer) -> channels.add(channel))
                .get()
                .uri("http://localhost:" + server.port())
                .responseContent()
                .aggregate()
                .asString()
                .block();

        assertThat(answer).isEqualTo("here");
        assertThat(channels)
                .hasSize(2)
                .allSatisfy(channel ->
                        assertThat(channel.getClass().getSimpleName()).isEqualTo(transport + "SocketChannel"));

        server.disposeNow();
        loops.disposeLater().block();
        assertThat(loops.onServer(true).isShutdown()).isTrue();
    }
}
