package dev.signalbox.inference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/** A provider that does what a test tells it to. */
public final class FakeUpstream implements AutoCloseable {

    public static final String COMPLETION =
            "{\"id\":\"c1\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":"
                    + "{\"role\":\"assistant\",\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}";

    public static final String ROLE = "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n";
    public static final String DONE = "data: [DONE]\n\n";

    /** What was asked of it. */
    public record Asked(String method, String path, HttpHeaders headers, byte[] body) {

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** What it answers. */
    @FunctionalInterface
    public interface Behaviour {
        Publisher<Void> answer(Asked asked, HttpServerResponse response);
    }

    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    public final AtomicInteger closed = new AtomicInteger();
    private volatile Behaviour behaviour = json(COMPLETION);
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .doOnConnection(connection -> connection.onDispose(closed::incrementAndGet))
            .handle((request, response) -> request.receive()
                    .aggregate()
                    .asByteArray()
                    .defaultIfEmpty(new byte[0])
                    .flatMap(body -> {
                        var seen = new Asked(
                                request.method().name(),
                                request.uri(),
                                request.requestHeaders().copy(),
                                body);
                        asked.add(seen);
                        return Mono.fromDirect(behaviour.answer(seen, response));
                    }))
            .bindNow();

    public FakeUpstream will(Behaviour next) {
        behaviour = next;
        return this;
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(5));
    }

    public static String content(String text) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
    }

    public static Behaviour json(String body) {
        return status(200, body);
    }

    public static Behaviour status(int status, String body, String... headers) {
        return (asked, response) -> {
            response.status(status).header("content-type", "application/json");
            for (int i = 0; i < headers.length; i += 2) {
                response.header(headers[i], headers[i + 1]);
            }
            return response.sendString(Mono.just(body));
        };
    }

    public static Behaviour html() {
        return (asked, response) ->
                response.header("content-type", "text/html").sendString(Mono.just("<h1>It works</h1>"));
    }

    /** Events, and then the clean end of the answer. */
    public static Behaviour sse(String... events) {
        return (asked, response) -> sse(response, Flux.fromArray(events));
    }

    /** Events, and then nothing for ever. */
    public static Behaviour sseThenSilence(String... events) {
        return (asked, response) -> sse(response, Flux.fromArray(events).concatWith(Mono.never()));
    }

    /** Events, and then the connection breaks. */
    public static Behaviour sseThenCut(String... events) {
        return (asked, response) -> sse(response, Flux.fromArray(events).concatWith(cut(response)));
    }

    public static Behaviour silence() {
        return (asked, response) -> Mono.never();
    }

    /** The connection breaks before a single byte of an answer. */
    public static Behaviour cut() {
        return (asked, response) -> cut(response);
    }

    /** Half a JSON answer, and then the connection breaks. */
    public static Behaviour jsonCut() {
        return (asked, response) -> response.header("content-type", "application/json")
                .header("content-length", "1000")
                .send(Flux.concat(Mono.just(bytes("{\"choices\":[")), cut(response)));
    }

    private static Publisher<Void> sse(HttpServerResponse response, Flux<String> events) {
        return response.sse().send(events.map(FakeUpstream::bytes), buffer -> true);
    }

    private static <T> Mono<T> cut(HttpServerResponse response) {
        return Mono.defer(() -> {
            // behind what is written already
            response.withConnection(
                    connection -> connection.channel().eventLoop().execute(connection::dispose));
            return Mono.never();
        });
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
