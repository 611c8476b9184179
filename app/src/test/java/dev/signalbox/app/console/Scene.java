package dev.signalbox.app.console;

import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import dev.signalbox.testing.PostgresForTests.TestDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the pictures of the documentation show: a small installation after a day, of which one server is down. */
final class Scene implements AutoCloseable {

    private static final String SAYING = "Signals keep trains apart, and Signalbox keeps requests on the right track: "
            + "if one provider fails, the next one answers before the first word was sent.";

    private final FakeUpstream gpu = new FakeUpstream(SAYING, "Qwen/Qwen3-32B", "Qwen/Qwen3-8B");
    private final FakeUpstream desk = new FakeUpstream(SAYING, "llama3.3:70b", "nomic-embed-text", "gemma3:12b");
    private final FakeUpstream reranker = new FakeUpstream(SAYING, "bge-reranker-v2-m3");
    private final FakeUpstream vendor = new FakeUpstream(SAYING, "gpt-5-mini", "gpt-5");
    private final TestNode node;
    private final TestNode second;
    private final Map<String, Long> ids = new LinkedHashMap<>();

    Scene() {
        TestDatabase database = PostgresForTests.newDatabase();
        Map<String, String> vendors = Map.of(
                "signalbox.vendors.openai.base-url", vendor.url() + "/v1",
                "signalbox.vendors.openai.check.url", vendor.url() + "/v1/models",
                "signalbox.vendors.openrouter.base-url", vendor.url() + "/v1",
                "signalbox.vendors.openrouter.check.url", vendor.url() + "/v1/refused");
        node = TestNode.start(database, vendors);
        var withRole = new LinkedHashMap<>(vendors);
        withRole.put("signalbox.roles", "inference");
        second = TestNode.start(database, withRole);
        peopleAndClients();
        providers();
        choices();
        changes();
        checks();
        new Traffic(node).ofADay(ids);
    }

    TestNode node() {
        return node;
    }

    /** What a view makes of an event that nobody can apply, and of a row that somebody has changed by hand. */
    void whatIsWrongWithAView() {
        Crowd.append(node, "ServerDisabled", "{\"serverId\":4711}");
        node.database()
                .sql("update server_view set model_path = 'Qwen/Qwen3-14B' where name = 'gpu-01'")
                .update();
    }

    private void peopleAndClients() {
        token(
                "billing",
                "\"roles\": [\"inference\"], \"purposes\": [\"chat\"], \"requests_per_minute\": 600, \"budget_usd_per_day\": 5");
        token("search", "\"roles\": [\"inference\"], \"purposes\": [\"embeddings\", \"reranking\"]");
        token("night-batch", "\"roles\": [\"inference\"], \"tokens_per_minute\": 200000");
        token("grace", "\"roles\": [\"auditor\"]");
    }

    private void providers() {
        server(
                "gpu-01",
                "vllm",
                gpu.url(),
                "Qwen/Qwen3-32B",
                "\"use_for_chat\": true, \"api_key\": \"local-key-of-gpu-01\", \"metadata\": {\"rack\": \"A3\"}");
        server("gpu-02", "vllm", gone(), "Qwen/Qwen3-8B", "\"use_for_chat\": true");
        server(
                "workstation",
                "ollama",
                desk.url(),
                "llama3.3:70b",
                "\"use_for_chat\": true, \"use_for_embeddings\": true");
        server("rerank-01", "llamacpp", reranker.url(), "bge-reranker-v2-m3", "\"use_for_reranking\": true");
        server("lab", "openai-compatible", desk.url(), "gemma3:12b", "\"use_for_chat\": true, \"enabled\": false");
        key("openai", "Main", "sk-proj-0123456789abcdef4f7Q");
        key("anthropic", "Research", "sk-ant-0123456789abcdefWm2A");
        key("openrouter", "Spare", "sk-or-0123456789abcdef09Xc");
    }

    /** Where nobody listens any more. */
    private static String gone() {
        try (FakeUpstream gone = new FakeUpstream()) {
            return gone.url();
        }
    }

    private void choices() {
        choose("chat", "ai_server", "gpu-02", "[]", "");
        choose(
                "chat",
                "ai_server",
                "gpu-01",
                "[%s, %s]"
                        .formatted(
                                target("ai_server", "gpu-02", ""),
                                target("api_key", "Main", ", \"model\": \"gpt-5-mini\"")),
                "");
        choose(
                "embeddings",
                "ai_server",
                "workstation",
                "[%s]".formatted(target("api_key", "Main", "")),
                ", \"model\": \"nomic-embed-text\"");
        choose("reranking", "ai_server", "rerank-01", "[]", "");
    }

    private void changes() {
        Http ada = with(token("ada", "\"roles\": [\"admin\"]"));
        Http ci = with(token("ci", "\"roles\": [\"admin\"], \"expires_at\": \"2099-12-31T00:00:00Z\""));
        done(ada.put(place("servers", "lab"), "{\"name\": \"lab-bench\"}"));
        done(ada.put(place("api-keys", "Spare"), "{\"api_key\": \"sk-or-fedcba987654321031Kp\"}"));
        done(ci.put(place("servers", "lab"), "{\"enabled\": true}"));
        done(ada.put(place("servers", "lab"), "{\"enabled\": false}"));
        refused(ci.post(
                CONFIG + "/servers",
                "{\"name\": \"gpu-01\", \"server_type\": \"ollama\", \"base_url\": \"http://127.0.0.1:9\"}"));
        refused(ada.delete(place("servers", "gpu-01")));
        done(ci.put(place("servers", "gpu-02"), "{\"model_path\": \"Qwen/Qwen3-32B\"}"));
    }

    private void checks() {
        List.of("gpu-01", "gpu-02", "workstation", "rerank-01")
                .forEach(name -> done(node.admin().post(place("servers", name) + "/test", null)));
        List.of("Main", "Spare").forEach(name -> done(node.admin().post(place("api-keys", name) + "/test", null)));
    }

    private String token(String name, String more) {
        Answer answer = done(node.admin().post("/api/v1/admin/tokens", "{\"name\": \"" + name + "\", " + more + "}"));
        return answer.json().path("token").asString();
    }

    private Http with(String token) {
        return new Http(node.controlPort(), Map.of("Authorization", "Bearer " + token));
    }

    private void server(String name, String type, String url, String model, String more) {
        ids.put(
                name,
                done(node.admin()
                                .post(
                                        CONFIG + "/servers",
                                        "{\"name\": \"%s\", \"server_type\": \"%s\", \"base_url\": \"%s\", \"model_path\": \"%s\", %s}"
                                                .formatted(name, type, url, model, more)))
                        .id());
    }

    private void key(String provider, String name, String secret) {
        ids.put(
                name,
                done(node.admin()
                                .post(
                                        CONFIG + "/api-keys",
                                        "{\"provider\": \"%s\", \"key_name\": \"%s\", \"api_key\": \"%s\"}"
                                                .formatted(provider, name, secret)))
                        .id());
    }

    private void choose(String purpose, String type, String name, String fallbacks, String more) {
        done(node.admin()
                .post(
                        CONFIG + "/active",
                        "{\"purpose\": \"%s\", \"provider_type\": \"%s\", \"provider_id\": %d, \"fallbacks\": %s%s}"
                                .formatted(purpose, type, ids.get(name), fallbacks, more)));
    }

    private String target(String type, String name, String more) {
        return "{\"provider_type\": \"%s\", \"provider_id\": %d%s}".formatted(type, ids.get(name), more);
    }

    private String place(String kind, String name) {
        return CONFIG + "/" + kind + "/" + ids.get(name);
    }

    private static Answer done(Answer answer) {
        assertThat(answer.status()).as(answer::toString).isLessThan(300);
        return answer;
    }

    private static void refused(Answer answer) {
        assertThat(answer.status()).as(answer::toString).isEqualTo(409);
    }

    @Override
    public void close() {
        second.close();
        node.close();
        List.of(gpu, desk, reranker, vendor).forEach(FakeUpstream::close);
    }
}
