package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.FakeUpstream.status;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.trace.TestTracing;
import dev.signalbox.inference.trace.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracingTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String ANSWER =
            "{\"model\":\"m-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":5}}";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final FakeUpstream upstream = new FakeUpstream();
    private final FakeUpstream broken = new FakeUpstream().will(status(500, "{}"));

    @AfterEach
    void close() {
        upstream.close();
        broken.close();
    }

    private void chat(TestGateway gateway, String flags) {
        gateway.send(gateway.request(TestGateway.CHAT)
                .header("traceparent", "00-" + TRACE + "-" + PARENT + "-" + flags)
                .POST(BodyPublishers.ofString("{\"messages\":[\"prompt-canary\"]}"))
                .build());
    }

    @Test
    void oneSpanForTheRequestAndInItOneForEachAttempt() {
        upstream.will(json(ANSWER));
        try (TestGateway gateway = TestGateway.traced(TestTracing.into(spans))
                .routes(server(1, broken.baseUrl()), server(2, upstream.baseUrl()))) {
            chat(gateway, "01");

            await().until(() -> spans.getFinishedSpanItems().size() == 3);
        }
        List<SpanData> finished = spans.getFinishedSpanItems();
        SpanData request = finished.stream()
                .filter(span -> span.getKind() == SpanKind.SERVER)
                .findFirst()
                .orElseThrow();
        assertThat(request.getTraceId()).isEqualTo(TRACE);
        assertThat(request.getParentSpanId()).isEqualTo(PARENT);
        assertThat(request.getName()).isEqualTo("chat");
        assertThat(request.getAttributes().get(AttributeKey.longKey("gen_ai.usage.input_tokens")))
                .isEqualTo(11);
        assertThat(request.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                .isEqualTo(200);
        List<SpanData> attempts = finished.stream()
                .filter(span -> span.getKind() == SpanKind.CLIENT)
                .toList();
        assertThat(attempts)
                .extracting(SpanData::getName)
                .containsExactly("attempt ai_server/1", "attempt ai_server/2");
        assertThat(attempts).extracting(SpanData::getParentSpanId).containsOnly(request.getSpanId());
        assertThat(attempts.getFirst().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attempts.getFirst().getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("server_error");
        assertThat(upstream.asked.getFirst().headers().get("traceparent"))
                .isEqualTo("00-" + TRACE + "-" + attempts.getLast().getSpanId() + "-01");
        assertThat(finished.toString()).doesNotContain("canary").doesNotContain(TestGateway.TOKEN);
    }

    @Test
    void whoDoesNotWantToBeTracedIsNot() {
        upstream.will(json(ANSWER));
        try (TestGateway gateway = TestGateway.traced(TestTracing.into(spans)).routes(server(2, upstream.baseUrl()))) {
            chat(gateway, "00");
            gateway.record();
        }
        assertThat(spans.getFinishedSpanItems()).isEmpty();
        assertThat(upstream.asked.getFirst().headers().get("traceparent"))
                .startsWith("00-" + TRACE)
                .endsWith("-00");
    }

    @Test
    void withoutACollectorTheClientsTraceGoesThrough() {
        upstream.will(json(ANSWER));
        try (TestGateway gateway = TestGateway.start().routes(server(2, upstream.baseUrl()))) {
            chat(gateway, "01");
        }
        assertThat(upstream.asked.getFirst().headers().get("traceparent"))
                .isEqualTo("00-" + TRACE + "-" + PARENT + "-01");
    }

    @Test
    void spansGoToTheCollector() {
        Tracing tracing = TestTracing.to(broken.will(json("{}")).baseUrl() + "/v1/traces");
        try (TestGateway gateway = TestGateway.traced(tracing).routes(server(2, upstream.baseUrl()))) {
            chat(gateway, "01");
            gateway.record();
        }
        tracing.destroy();

        assertThat(broken.asked).isNotEmpty();
        var sent = broken.asked.getFirst();
        assertThat(sent.path()).isEqualTo("/v1/traces");
        assertThat(new String(sent.body(), StandardCharsets.ISO_8859_1))
                .contains("signalbox", "attempt ai_server/2")
                .doesNotContain("canary");
    }
}
