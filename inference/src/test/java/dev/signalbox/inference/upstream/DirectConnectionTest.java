package dev.signalbox.inference.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientConfig;

class DirectConnectionTest {

    private final List<Throwable> told = new CopyOnWriteArrayList<>();
    private final List<Boolean> begun = new CopyOnWriteArrayList<>();
    private @Nullable RuntimeException stumble;

    private final DirectAnswer answer = new DirectAnswer() {
        @Override
        public void connected(DirectConnection connection) {}

        @Override
        public void head(HttpResponse head) {}

        @Override
        public void content(ByteBuf piece, boolean last) {
            piece.release();
            if (last && stumble != null) {
                throw stumble;
            }
        }

        @Override
        public void pause() {}

        @Override
        public void failed(Throwable cause, boolean answered) {
            begun.add(answered);
            told.add(cause);
        }
    };

    private static DirectPool pool(HttpClientConfig config, int port) {
        return new DirectPool(
                config, new InetSocketAddress("127.0.0.1", port), DefaultAddressResolverGroup.INSTANCE, 1);
    }

    @Test
    void whoStumblesOverTheLastPieceIsToldSo() {
        stumble = new IllegalStateException("over the last piece");
        EmbeddedChannel channel = new EmbeddedChannel();
        DirectConnection.install(channel, pool(HttpClient.create().configuration(), 9));
        channel.pipeline().get(DirectConnection.class).send(Unpooled.EMPTY_BUFFER, answer, 1_000_000_000L);

        channel.writeInbound(
                Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", StandardCharsets.US_ASCII));

        assertThat(told).containsExactly(stumble);
    }

    /** It may be closed under us: Netty's epoll hands it what had come for one just closed, whose number it has. */
    @Test
    void noAnswerHasBegunOnAConnectionThatWasNeverMade() throws IOException {
        HttpClientConfig config = HttpClient.create().configuration();
        EventLoop loop = config.loopResources().onClient(true).next();
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }

        loop.execute(() -> pool(config, closed).connect(loop, answer));

        await().untilAsserted(() -> assertThat(told).hasSize(1));
        assertThat(begun).containsExactly(false);
    }
}
