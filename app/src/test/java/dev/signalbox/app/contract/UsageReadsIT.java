package dev.signalbox.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http;
import dev.signalbox.app.TestNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From a request on the data plane to the sums on the control plane. */
class UsageReadsIT {

    private static final String USAGE = "/api/v1/llm-config/usage";
    private static final FakeServer SERVER = new FakeServer();
    private static TestNode node;

    @BeforeAll
    static void oneRequest() {
        node = TestNode.start();
        SERVER.body = "{\"model\":\"m-1\",\"choices\":[{\"message\":{\"content\":\"hi\"}}],"
                + "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":4}}";
        var admin = node.admin();
        admin.post("/api/v1/llm-config/servers", """
                {"name":"hall","server_type":"vllm","base_url":"%s","model_path":"m","use_for_chat":true}""".formatted(SERVER.url()));
        admin.post(
                "/api/v1/llm-config/active",
                "{\"purpose\":\"chat\",\"provider_type\":\"ai_server\",\"provider_id\":1}");
        var client = new Http(node.dataPort(), Map.of("Authorization", "Bearer " + TestNode.INFERENCE_TOKEN));
        await().until(() ->
                client.post("/v1/chat/completions", "{\"messages\":[]}").status() == 200);
    }

    @AfterAll
    static void stop() {
        node.close();
        SERVER.close();
    }

    @Test
    void sumsAndRecords() {
        await().untilAsserted(() -> {
            var groups = node.admin()
                    .get(USAGE + "?group_by=server&client=inference")
                    .json()
                    .path("groups");
            assertThat(groups.path(0).path("group").path("provider_name").asString())
                    .isEqualTo("hall");
            assertThat(groups.path(0).path("sums").path("tokens_in").asLong()).isEqualTo(11);
            assertThat(groups.path(0).path("sums").path("cost_usd").isNull()).isTrue();
        });
        var record = node.admin()
                .get(USAGE + "/records?status=200")
                .json()
                .path("items")
                .path(0);
        assertThat(record.path("model").asString()).isEqualTo("m");
        assertThat(record.path("model_named").asString()).isEqualTo("m-1");
        assertThat(record.path("client").asString()).isEqualTo("inference");
        assertThat(record.path("tokens_out").asLong()).isEqualTo(4);
    }

    @Test
    void areNotForEverybody() {
        for (String path : new String[] {USAGE, USAGE + "/records"}) {
            assertThat(node.stranger().get(path).status()).isEqualTo(401);
            assertThat(node.router().get(path).status()).isEqualTo(403);
        }
    }

    @Test
    void metricsForPrometheus() {
        await().untilAsserted(() -> assertThat(metrics())
                .containsPattern("gen_ai_server_request_duration_seconds_count\\{.*gen_ai_request_model=\"m\".*} \\d"));
        assertThat(metrics())
                .contains("gen_ai_server_request_duration_seconds_bucket")
                .containsPattern("gen_ai_client_token_usage_sum\\{.*gen_ai_token_type=\"input\".*} 11")
                .containsPattern("signalbox_gateway_attempts_total\\{.*outcome=\"ok\".*provider=\"ai_server/1\"")
                .contains("signalbox_gateway_requests_in_flight 0.0")
                .containsPattern("signalbox_routing_revision [1-9]")
                .containsPattern("signalbox_routing_age_seconds \\d")
                .contains("signalbox_usage_queue 0.0")
                .contains("signalbox_usage_spool_bytes 0.0")
                .contains("signalbox_usage_lost_total 0.0");
        assertThat(node.stranger().get("/actuator/prometheus").status()).isEqualTo(401);
        assertThat(node.router().get("/actuator/prometheus").status()).isEqualTo(403);
    }

    private static String metrics() {
        var answer = node.admin().get("/actuator/prometheus");
        assertThat(answer.status()).isEqualTo(200);
        return answer.text();
    }
}
