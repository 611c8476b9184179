package dev.signalbox.inference.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;

class DirectConnectionTest {

    @Test
    void whoStumblesOverTheLastPieceIsToldSo() {
        List<Throwable> told = new ArrayList<>();
        var stumble = new IllegalStateException("over the last piece");
        EmbeddedChannel channel = new EmbeddedChannel();
        DirectConnection.install(
                channel,
                new DirectPool(
                        HttpClient.create().configuration(),
                        new InetSocketAddress("127.0.0.1", 9),
                        DefaultAddressResolverGroup.INSTANCE,
                        1));
        channel.pipeline()
                .get(DirectConnection.class)
                .send(
                        Unpooled.EMPTY_BUFFER,
                        new DirectAnswer() {
                            @Override
                            public void connected(DirectConnection connection) {}

                            @Override
                            public void head(HttpResponse head) {}

                            @Override
                            public void content(ByteBuf piece, boolean last) {
                                piece.release();
                                if (last) {
                                    throw stumble;
                                }
                            }

                            @Override
                            public void pause() {}

                            @Override
                            public void failed(Throwable cause, boolean begun) {
                                told.add(cause);
                            }
                        },
                        1_000_000_000L);

        channel.writeInbound(
                Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", StandardCharsets.US_ASCII));

        assertThat(told).containsExactly(stumble);
    }
}
