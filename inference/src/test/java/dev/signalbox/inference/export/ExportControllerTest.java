package dev.signalbox.inference.export;

import static dev.signalbox.inference.InferenceFixtures.KEY;
import static dev.signalbox.inference.InferenceFixtures.apiKey;
import static dev.signalbox.inference.InferenceFixtures.catalogue;
import static dev.signalbox.inference.InferenceFixtures.server;
import static dev.signalbox.inference.InferenceFixtures.vendor;
import static dev.signalbox.inference.InferenceFixtures.withKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.routing.Route;
import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.inference.InferenceFixtures;
import dev.signalbox.inference.routing.Routing;
import dev.signalbox.inference.routing.TestRouting;
import dev.signalbox.inference.upstream.TestUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

class ExportControllerTest {

    private final TestUpstream parts = TestUpstream.create(InferenceFixtures.vault(), TestUpstream.patient());
    private final Routing routing = new Routing();
    private final List<Object> published = new ArrayList<>();
    private final MockMvcTester mvc = MockMvcTester.of(
            List.of(new ExportController(routing, new ExportWriter(parts.credentials()), published::add)),
            builder -> builder.setControllerAdvice(new Problems()).build());

    @ControllerAdvice
    static class Problems extends ResponseEntityExceptionHandler {}

    @AfterEach
    void close() {
        parts.http().destroy();
    }

    private MvcTestResult export(Route active, String query) {
        var vendors = catalogue("acme", vendor("https://api.acme.test", "openai", List.of()));
        TestRouting.swap(routing, InferenceFixtures.table(1, active), InferenceFixtures.sealed(active), vendors);
        return mvc.get().uri("/api/v1/llm-config/active/chat/export?" + query).exchange();
    }

    @Test
    void aServerForLiteLlm() {
        assertThat(export(withKey(server(3, "http://gpu:8000")), "format=litellm"))
                .hasStatus(200)
                .bodyJson()
                .isStrictlyEqualTo("""
                        {"api_base":"http://gpu:8000/v1","model":"upstream-model","custom_llm_provider":"hosted_vllm",
                         "metadata":{"provider_id":3,"provider_type":"ai_server","server_type":"vllm"},
                         "api_key":"****6789"}""");
    }

    @Test
    void aServerWithoutKeyForLiteLlm() {
        assertThat(export(server(3, "ollama", "http://gpu:11434", "llama3"), "format=litellm"))
                .bodyJson()
                .isStrictlyEqualTo("""
                        {"api_base":"http://gpu:11434","model":"llama3","custom_llm_provider":"ollama",
                         "metadata":{"provider_id":3,"provider_type":"ai_server","server_type":"ollama"},
                         "api_key":"dummy"}""");
    }

    @Test
    void aKeyForLiteLlm() {
        assertThat(export(apiKey(4, "acme"), "format=litellm")).bodyJson().isStrictlyEqualTo("""
                        {"model":"acme-1","custom_llm_provider":"acme-litellm",
                         "metadata":{"provider_id":4,"provider_type":"api_key","provider_name":"acme"},
                         "api_key":"****6789"}""");
    }

    @Test
    void forWilmer() {
        assertThat(export(server(3, "http://gpu:8000"), "format=wilmer"))
                .bodyJson()
                .isStrictlyEqualTo("""
                        {"provider_type":"ai_server","provider_id":3,"provider_name":"server 3",
                         "base_url":"http://gpu:8000","is_local":true,"supports_streaming":true,
                         "metadata":{"provider_id":3,"provider_type":"ai_server","server_type":"vllm"},
                         "api_key":null}""");
        assertThat(export(apiKey(4, "acme"), "format=wilmer")).bodyJson().isLenientlyEqualTo("""
                        {"provider_name":"acme","base_url":"https://api.acme.test/v1","is_local":false,
                         "api_key":"****6789"}""");
    }

    @Test
    void revealsAndPutsOnRecord() {
        var answer = export(withKey(server(3, "http://gpu:8000")), "format=litellm&reveal=true");

        assertThat(answer).bodyJson().extractingPath("$.api_key").isEqualTo(KEY);
        assertThat(answer).hasHeader("Cache-Control", "no-store");
        assertThat(published).singleElement().isInstanceOfSatisfying(ActRecorded.class, act -> {
            assertThat(act.operation()).isEqualTo("RevealSecret");
            assertThat(act.entityType()).isEqualTo("server");
            assertThat(act.entityId()).isEqualTo("3");
            assertThat(act.outcome()).isEqualTo("done");
            assertThat(act.metadata()).containsKey("clientAddress");
            assertThat(act.toString()).doesNotContain(KEY);
        });
    }

    @Test
    void putsNothingOnRecordWhenNothingWasRead() {
        export(withKey(server(3, "http://gpu:8000")), "format=litellm");
        export(server(3, "http://gpu:8000"), "format=litellm&reveal=true");

        assertThat(published).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "poetry,litellm,400,'chat, embeddings, reranking'",
        "chat,yaml,400,'litellm, wilmer'",
        "chat,litellm,404,No active provider"
    })
    void whatCanNotBeExported(String purpose, String format, int status, String detail) {
        TestRouting.swap(
                routing,
                InferenceFixtures.table(1),
                List.of(),
                new dev.signalbox.events.vendor.VendorCatalogue(Map.of()));

        assertThat(mvc.get().uri("/api/v1/llm-config/active/" + purpose + "/export?format=" + format))
                .hasStatus(status)
                .hasContentType("application/problem+json")
                .bodyText()
                .contains(detail);
    }
}
