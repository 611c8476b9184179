package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.COMPLETION;
import static dev.signalbox.inference.FakeUpstream.DONE;
import static dev.signalbox.inference.FakeUpstream.content;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.InferenceFixtures;
import dev.signalbox.inference.upstream.TestUpstream;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

/** Providers over TLS: in HTTP/2 where they offer it. */
class Http2Test {

    private static final String PASSWORD = "changeit";

    @TempDir
    private Path directory;

    private final List<String> versions = new CopyOnWriteArrayList<>();
    private boolean cuts;

    @Test
    void speaksHttp2WithAProviderThatOffersIt() throws Exception {
        assertThat(versionsOf(HttpProtocol.H2, HttpProtocol.HTTP11)).containsExactly("HTTP/2.0", "HTTP/2.0");
    }

    @Test
    void speaksHttp11WithOneThatDoesNot() throws Exception {
        assertThat(versionsOf(HttpProtocol.HTTP11)).containsExactly("HTTP/1.1", "HTTP/1.1");
    }

    /** Whatever it was that came first: it is asked again in the same language. */
    @ParameterizedTest
    @EnumSource(names = {"H2", "HTTP11"})
    void asksOnceMoreWhenTheConnectionWasGivenUp(HttpProtocol offered) throws Exception {
        cuts = true;

        assertThat(versionsOf(offered)).hasSize(3);
    }

    private List<String> versionsOf(HttpProtocol... offered) throws Exception {
        KeyManagerFactory keys = keys();
        boolean h2 = List.of(offered).contains(HttpProtocol.H2);
        DisposableServer provider = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .protocol(offered)
                .secure(spec -> spec.sslContext(
                        h2 ? Http2SslContextSpec.forServer(keys) : Http11SslContextSpec.forServer(keys)))
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asString()
                        .flatMap(body -> {
                            versions.add(request.version().text());
                            if (cuts && versions.size() == 1) {
                                response.withConnection(Http2Test::cut);
                                return Mono.never();
                            }
                            return body.contains("\"stream\":true")
                                    ? response.sse()
                                            .send(Flux.just(content("a"), DONE)
                                                    .map(text -> Unpooled.wrappedBuffer(
                                                            text.getBytes(StandardCharsets.UTF_8))))
                                            .then()
                                    : response.header("content-type", "application/json")
                                            .sendString(Mono.just(COMPLETION))
                                            .then();
                        }))
                .bindNow();
        TestUpstream upstream = TestUpstream.create(
                InferenceFixtures.vault(),
                TestUpstream.patient(),
                spec -> spec.sslContext(Http2SslContextSpec.forClient()
                        .configure(context -> context.trustManager(InsecureTrustManagerFactory.INSTANCE))));
        try (TestGateway gateway =
                new TestGateway(upstream, GatewaySettings.properties(0), GatewaySettings.once(), DataPlaneTls.off())) {
            gateway.routes(server(1, "https://127.0.0.1:" + provider.port()));

            assertThat(gateway.chat("{\"messages\":[]}").body()).isEqualTo(COMPLETION);
            assertThat(gateway.chat("{\"messages\":[],\"stream\":true}").body()).isEqualTo(content("a") + DONE);
        } finally {
            provider.disposeNow();
        }
        return versions;
    }

    private static void cut(Connection connection) {
        Channel channel = connection.channel();
        (channel instanceof Http2StreamChannel ? channel.parent() : channel).close();
    }

    /** The JDK's own tool makes a certificate without any library. */
    private KeyManagerFactory keys() throws Exception {
        Path store = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "provider",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            loaded.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(loaded, PASSWORD.toCharArray());
        return keys;
    }
}
