package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.app.resilience.FakeOpenAi;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A client token's limits from end to end: set and changed by REST and by the command line, felt at the data plane. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenLimitsIT {

    private static final String TOKENS = "/api/v1/admin/tokens";
    private static final String CHAT = "/v1/chat/completions";
    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeOpenAi upstream = new FakeOpenAi("one");
    private TestNode node;

    private record Client(long id, Http http) {

        Answer chat() {
            return http.post(CHAT, "{\"messages\":[],\"model\":\"small-1\"}");
        }

        /** Waits out what flows back meanwhile: a busy machine may be slow. */
        Answer chatUntilRefused() {
            return await().atMost(LONG).until(this::chat, answer -> answer.status() == 429);
        }
    }

    @BeforeAll
    void start() {
        node = TestNode.start();
        // six tokens, and 30 cents by the provider's own count
        upstream.will((exchange, asked) -> FakeOpenAi.json(
                exchange,
                200,
                "{\"choices\":[{\"message\":{\"content\":\"hi\"}}],\"data\":[],"
                        + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":3,\"total_tokens\":6,\"cost\":0.3}}"));
        ok(Run.of(
                new Servers(connection()),
                "add",
                "one",
                "--type",
                "openai-compatible",
                "--base-url",
                upstream.baseUrl(),
                "--use-for",
                "chat,embeddings"));
        ok(Run.of(new Active(connection()), "set", "chat", "server:one"));
        ok(Run.of(new Active(connection()), "set", "embeddings", "server:one"));
    }

    @AfterAll
    void stop() {
        node.close();
        upstream.close();
    }

    private Connection connection() {
        return new Connection(Map.of(
                "SIGNALBOX_URL", "http://127.0.0.1:" + node.controlPort(), "SIGNALBOX_TOKEN", TestNode.ADMIN_TOKEN));
    }

    private static String ok(Run run) {
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        return run.out();
    }

    private String tokens(String... arguments) {
        return ok(Run.of(new Tokens(connection()), arguments));
    }

    private Client issue(String limits) {
        Answer issued = node.admin()
                .post(TOKENS, "{\"name\":\"" + UUID.randomUUID() + "\",\"roles\":[\"inference\"]," + limits + "}");
        assertThat(issued.status()).as(issued::toString).isEqualTo(201);
        String token = issued.json().path("token").asString();
        return new Client(issued.id(), new Http(node.dataPort(), Map.of("Authorization", "Bearer " + token)));
    }

    private void change(Client client, String limits) {
        Answer changed = node.admin().put(TOKENS + "/" + client.id(), "{" + limits + "}");
        assertThat(changed.status()).as(changed::toString).isEqualTo(200);
    }

    private static void assertRefused(Answer refused, String code, String type) {
        assertThat(refused.status()).as(refused::toString).isEqualTo(429);
        JsonNode error = refused.json().path("error");
        assertThat(error.path("code").asString()).isEqualTo(code);
        assertThat(error.path("type").asString()).isEqualTo(type);
        assertThat(Long.parseLong(String.valueOf(refused.header("Retry-After"))))
                .isPositive();
    }

    @Test
    void requestsPerMinute() {
        Client client = issue("\"requests_per_minute\":2");
        Answer first = client.chat();
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("x-ratelimit-limit-requests")).isEqualTo("2");
        assertThat(first.header("x-ratelimit-remaining-requests")).isEqualTo("1");
        assertThat(first.header("x-ratelimit-reset-requests")).isNotNull();
        Answer refused = client.chatUntilRefused();
        assertRefused(refused, "rate_limit_exceeded", "requests");
        assertThat(refused.header("x-ratelimit-remaining-requests")).isEqualTo("0");

        change(client, "\"requests_per_minute\":600");
        Answer more = client.chat();
        assertThat(more.status()).as("a higher limit counts at once").isEqualTo(200);
        assertThat(more.header("x-ratelimit-limit-requests")).isEqualTo("600");

        assertThat(tokens("update", "" + client.id(), "--requests-per-minute", "1"))
                .contains("requests_per_minute 1");
        Answer less = client.chatUntilRefused();
        assertThat(less.header("x-ratelimit-limit-requests")).isEqualTo("1");

        tokens("update", "" + client.id(), "--requests-per-minute", "none");
        Answer free = client.chat();
        assertThat(free.status()).isEqualTo(200);
        assertThat(free.header("x-ratelimit-limit-requests")).isNull();
    }

    @Test
    void tokensPerMinute() {
        Client client = issue("\"tokens_per_minute\":10");
        assertThat(client.chat().header("x-ratelimit-limit-tokens")).isEqualTo("10");
        Answer refused = client.chatUntilRefused();
        assertRefused(refused, "rate_limit_exceeded", "tokens");
        assertThat(refused.header("x-ratelimit-remaining-tokens")).isEqualTo("0");
        assertThat(refused.header("x-ratelimit-reset-tokens")).isNotNull();

        tokens("update", "" + client.id(), "--tokens-per-minute", "6000");
        assertThat(client.chat().status()).isEqualTo(200);
    }

    @Test
    void budgetPerDay() {
        Client client = issue("\"budget_usd_per_day\":0.5");
        assertThat(client.chat().status()).isEqualTo(200);
        Answer refused = client.chatUntilRefused();
        assertRefused(refused, "insufficient_quota", "insufficient_quota");
        assertThat(refused.header("x-should-retry")).isEqualTo("false");

        change(client, "\"budget_usd_per_day\":50");
        assertThat(client.chat().status()).isEqualTo(200);
        tokens("update", "" + client.id(), "--budget-per-day", "0.1");
        assertThat(client.chat().status()).as("what is spent is spent").isEqualTo(429);
    }

    @Test
    void purposesAndModels() {
        Client client = issue("\"purposes\":[\"chat\"],\"models\":[\"small-*\"]");
        String embeddings = "{\"input\":\"text\",\"model\":\"small-1\"}";
        assertThat(client.chat().status()).isEqualTo(200);
        assertThat(client.http().post("/v1/embeddings", embeddings).text()).contains("purpose_not_allowed");
        Answer other = client.http().post(CHAT, "{\"messages\":[],\"model\":\"large\"}");
        assertThat(other.status()).isEqualTo(403);
        assertThat(other.text()).contains("model_not_allowed");

        tokens("update", "" + client.id(), "--purpose", "embeddings", "--model", "none");
        assertThat(client.chat().status()).isEqualTo(403);
        assertThat(client.http()
                        .post("/v1/embeddings", embeddings.replace("small-1", "large"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void eachChangeIsOnRecordWithWhatWasBefore() {
        Client client = issue("\"requests_per_minute\":5,\"budget_usd_per_day\":2.5");
        change(client, "\"requests_per_minute\":7");
        tokens("update", "" + client.id(), "--requests-per-minute", "none", "--budget-per-day", "1");

        JsonNode entries = node.admin()
                .get(Http.CONFIG + "/audit?action=change_token_limits&entity_type=token&entity_id=" + client.id())
                .json()
                .path("items");
        assertThat(entries.size()).isEqualTo(2);
        JsonNode byRest = entries.get(1).path("changes");
        assertThat(byRest.path("requests_per_minute").path("before").asInt()).isEqualTo(5);
        assertThat(byRest.path("requests_per_minute").path("after").asInt()).isEqualTo(7);
        assertThat(byRest.has("budget_usd_per_day")).isFalse();
        JsonNode byCommand = entries.get(0).path("changes");
        assertThat(byCommand.path("requests_per_minute").path("before").asInt()).isEqualTo(7);
        assertThat(byCommand.path("requests_per_minute").path("after").isNull()).isTrue();
        assertThat(byCommand.path("budget_usd_per_day").path("before").decimalValue())
                .isEqualByComparingTo("2.5");
        assertThat(byCommand.path("budget_usd_per_day").path("after").decimalValue())
                .isEqualByComparingTo("1");
        assertThat(entries.get(0).path("user").asString()).isEqualTo("admin");
    }
}
