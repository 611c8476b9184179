package dev.signalbox.app.clients;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider of both APIs. It says hello; asks for the weather in Rome when it has a tool, and repeats what the tool says;
 * refuses when asked to refuse, and falls silent when asked to hang. Its embeddings are those of a real model.
 */
final class FakeLlm implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    final List<String> paths = new CopyOnWriteArrayList<>();
    final AtomicInteger abandoned = new AtomicInteger();
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) -> request.receive()
                    .aggregate()
                    .asString(StandardCharsets.UTF_8)
                    .defaultIfEmpty("{}")
                    .flatMap(body -> Mono.fromDirect(answer(request, JSON.readTree(body), response))))
            .bindNow();

    String baseUrl() {
        return "http://127.0.0.1:" + server.port();
    }

    private Publisher<Void> answer(HttpServerRequest request, JsonNode body, HttpServerResponse response) {
        String path = request.fullPath();
        paths.add(path);
        String said = body.path("messages").toString();
        FakeVoice voice = path.endsWith("/messages") ? FakeVoice.ANTHROPIC : FakeVoice.OPENAI;
        boolean streams = body.path("stream").asBoolean(false);
        if (path.endsWith("/models")) {
            return json(response, 200, "{\"object\":\"list\",\"data\":[{\"id\":\"test-model\"}]}");
        } else if (path.endsWith("/count_tokens")) {
            return json(response, 200, "{\"input_tokens\":7}");
        } else if (path.endsWith("/embeddings")) {
            return Mono.fromCallable(() -> embeddings(body))
                    .subscribeOn(Schedulers.boundedElastic())
                    .flatMap(answer -> Mono.fromDirect(json(response, 200, answer)));
        } else if (said.contains("refuse")) {
            return json(response, 400, voice.refusal());
        } else if (said.contains("hang")) {
            return stream(response, Flux.fromIterable(voice.beginning()).concatWith(silence()));
        }
        boolean result = said.contains("\"tool_call_id\"") || said.contains("\"tool_use_id\"");
        boolean calls = !body.path("tools").isEmpty() && !result;
        String text = result ? "It is sunny in Rome" : "Hello, world";
        if (streams) {
            return stream(response, Flux.fromIterable(calls ? voice.streamedCall() : voice.streamed(text)));
        }
        return json(response, 200, calls ? voice.call() : voice.text(text));
    }

    private Mono<String> silence() {
        return Mono.<String>never().doOnCancel(abandoned::incrementAndGet);
    }

    private static Publisher<Void> json(HttpServerResponse response, int status, String body) {
        return response.status(status)
                .header("content-type", "application/json")
                .sendString(Mono.just(body));
    }

    private static Publisher<Void> stream(HttpServerResponse response, Flux<String> events) {
        return response.sse().send(events.map(FakeLlm::bytes), sent -> true);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As numbers, whatever was asked for. */
    private static String embeddings(JsonNode body) {
        JsonNode input = body.path("input");
        List<String> texts = new ArrayList<>();
        if (input.isArray()) {
            input.forEach(text -> texts.add(text.asString()));
        } else {
            texts.add(input.asString());
        }
        List<Map<String, Object>> data = new ArrayList<>();
        for (String text : texts) {
            float[] vector =
                    Model.MINI_LM.embed(TextSegment.from(text)).content().vector();
            data.add(Map.of("object", "embedding", "index", data.size(), "embedding", vector));
        }
        return JSON.writeValueAsString(Map.of(
                "object",
                "list",
                "data",
                data,
                "model",
                "all-minilm-l6-v2",
                "usage",
                Map.of("prompt_tokens", 3, "total_tokens", 3)));
    }

    /** Loaded only when it is needed. */
    private static final class Model {
        static final AllMiniLmL6V2QuantizedEmbeddingModel MINI_LM = new AllMiniLmL6V2QuantizedEmbeddingModel();
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(5));
    }
}
