package dev.signalbox.query.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.query.Http;
import dev.signalbox.query.QueryIntegrationTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Given sums and records as the gateway writes them, when somebody asks, then. */
@QueryIntegrationTest
class UsageIT {

    private static final String DAY = "?from=2021-03-01T00:00:00Z&to=2021-03-02T00:00:00Z";
    private static final String PATH = "/api/v1/llm-config/usage";

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private UsageExpiry expiry;

    @BeforeEach
    void empty() {
        jdbc.sql("truncate usage_rollup, usage_record").update();
    }

    @AfterEach
    void leaveTheViewsAlone() {
        jdbc.sql("delete from server_view where id = 900003").update();
    }

    private void sum(String bucket, String start, String provider, long id, String model, String client, int requests) {
        jdbc.sql("insert into usage_rollup values (?, ?::timestamptz, 'chat', ?, ?, ?, ?, 'token-1', ?, 1,"
                        + " 100, 10, 5, 2, 0.25, 1, 600, 40, 2, now())")
                .params(bucket, start, provider, id, model, client, requests)
                .update();
    }

    private void record(String time, String client, int status) {
        jdbc.sql(
                        "insert into usage_record values (gen_random_uuid(), ?::timestamptz, 'chat', 'chat', true, ?, 'token-1',"
                                + " 'req', 7, 'api_key', 5, 'openai', null, 'm', null, ?, null, 1, null, 12, null, 3, 4, null, null,"
                                + " null, null, false)")
                .params(time, client, status)
                .update();
    }

    private Http.Answer get(String query) {
        return new Http(port).get(PATH + query);
    }

    private static List<String> texts(JsonNode list, String... path) {
        return list.valueStream()
                .map(node -> {
                    JsonNode at = node;
                    for (String name : path) {
                        at = at.path(name);
                    }
                    return at.asString();
                })
                .toList();
    }

    @Test
    void totalsAndCurve() {
        sum("hour", "2021-03-01T10:00:00Z", "api_key", 5, "m", "a", 3);
        sum("hour", "2021-03-01T12:00:00Z", "api_key", 5, "m", "a", 1);
        sum("hour", "2021-03-02T00:00:00Z", "api_key", 5, "m", "a", 50);
        sum("minute", "2021-03-01T10:07:00Z", "api_key", 5, "m", "a", 3);

        var body = get(DAY).body();

        assertThat(body.path("bucket").asString()).isEqualTo("hour");
        var totals = body.path("totals");
        assertThat(totals.path("requests").asLong()).isEqualTo(4);
        assertThat(totals.path("errors").asLong()).isEqualTo(2);
        assertThat(totals.path("tokens_in").asLong()).isEqualTo(200);
        assertThat(totals.path("tokens_out").asLong()).isEqualTo(20);
        assertThat(totals.path("cost_usd").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(totals.path("priced_requests").asLong()).isEqualTo(2);
        assertThat(totals.path("latency_ms").asLong()).isEqualTo(300);
        assertThat(totals.path("ttft_ms").asLong()).isEqualTo(20);
        assertThat(texts(body.path("series"), "starts_at"))
                .containsExactly("2021-03-01T10:00:00Z", "2021-03-01T12:00:00Z");
        assertThat(body.path("groups").isEmpty()).isTrue();
    }

    @Test
    void whatHasNoPriceCostsNull() {
        sum("hour", "2021-03-01T10:00:00Z", "api_key", 5, "m", "a", 3);
        jdbc.sql("update usage_rollup set priced_requests = 0, cost_usd = 0, ttft_requests = 0")
                .update();

        var totals = get(DAY).body().path("totals");

        assertThat(totals.path("cost_usd").isNull()).isTrue();
        assertThat(totals.path("ttft_ms").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "provider|provider_id|5,900003",
                "key|provider_id|5",
                "server|provider_name|hall",
                "model|model|big,small",
                "client|client|a,b",
                "purpose|purpose|chat"
            })
    void groups(String by, String column, String expected) {
        jdbc.sql(
                        "insert into server_view values (900003, 'hall', 'vllm', 'http://x', null, true, true, false, false, '{}',"
                                + " false, null, 'me', now(), now(), 1) on conflict do nothing")
                .update();
        sum("hour", "2021-03-01T10:00:00Z", "api_key", 5, "big", "a", 9);
        sum("hour", "2021-03-01T11:00:00Z", "ai_server", 900003, "small", "b", 2);

        var body = get(DAY + "&group_by=" + by).body();

        assertThat(texts(body.path("groups"), "group", column)).containsExactly(expected.split(","));
        assertThat(body.path("series").path(0).path("group").has(column)).isTrue();
    }

    @Test
    void requestsWithoutAProviderBelongToNone() {
        sum("hour", "2021-03-01T10:00:00Z", "", 0, "", "a", 9);

        assertThat(get(DAY + "&group_by=provider").body().path("groups").isEmpty())
                .isTrue();
        assertThat(get(DAY).body().path("totals").path("requests").asLong()).isEqualTo(9);
    }

    @Test
    void filters() {
        sum("hour", "2021-03-01T10:00:00Z", "api_key", 5, "big", "a", 9);
        sum("hour", "2021-03-01T10:00:00Z", "ai_server", 5, "small", "b", 2);
        sum("hour", "2021-03-01T10:00:00Z", "ai_server", 6, "small", "c", 1);

        assertThat(requests("&provider_type=ai_server&provider_id=5")).isEqualTo(2);
        assertThat(requests("&client=b&client=c")).isEqualTo(3);
        assertThat(requests("&model=big&client=b")).isZero();
        assertThat(requests("&purpose=embeddings")).isZero();
    }

    private long requests(String filter) {
        return get(DAY + filter).body().path("totals").path("requests").asLong();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?bucket=week|bucket",
                "?group_by=colour|group_by",
                "?group_by=model&group_by=client|group_by",
                "?from=yesterday|from",
                "?from=2021-03-02T00:00:00Z&to=2021-03-01T00:00:00Z|from",
                "?from=2020-03-02T00:00:00Z&to=2021-03-01T00:00:00Z&bucket=minute|bucket",
                "?purpose=fun|purpose",
                "?provider_id=five|provider_id",
                "?modle=x|modle",
                "/records?limit=0|limit",
                "/records?limit=1001|limit",
                "/records?cursor=abc|cursor",
                "/records?stream=maybe|stream",
                "/records?client=%00|client"
            })
    void saysWhatIsWrong(String query, String name) {
        var answer = get(query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("detail").asString()).contains(name);
    }

    @Test
    void recordsInPages() {
        for (int i = 0; i < 5; i++) {
            record("2021-03-01T10:00:0" + i + "Z", "c" + i, 200);
        }

        var first = get("/records?limit=2").body();
        record("2021-03-01T10:00:09Z", "late", 200);
        var second = get("/records?limit=2&cursor=" + first.path("next_cursor").asString())
                .body();
        var third = get("/records?limit=2&cursor=" + second.path("next_cursor").asString())
                .body();

        assertThat(texts(first.path("items"), "client")).containsExactly("c4", "c3");
        assertThat(texts(second.path("items"), "client")).containsExactly("c2", "c1");
        assertThat(texts(third.path("items"), "client")).containsExactly("c0");
        assertThat(third.path("next_cursor").isNull()).isTrue();
        assertThat(first.path("items").path(0).path("tokens_in").asLong()).isEqualTo(3);
        assertThat(first.path("items").path(0).path("cost_usd").isNull()).isTrue();
    }

    @Test
    void recordsByTimeAndStatus() {
        record("2021-03-01T10:00:00Z", "early", 200);
        record("2021-03-01T11:00:00Z", "ok", 200);
        record("2021-03-01T11:00:01Z", "bad", 502);

        assertThat(texts(get("/records?from=2021-03-01T11:00:00Z").body().path("items"), "client"))
                .containsExactly("bad", "ok");
        assertThat(texts(get("/records?status=502").body().path("items"), "client"))
                .containsExactly("bad");
        assertThat(texts(get("/records?to=2021-03-01T11:00:00Z").body().path("items"), "client"))
                .containsExactly("early");
    }

    @Test
    void expiresByAgeAndKind() {
        for (String bucket : List.of("minute", "hour", "day")) {
            sum(bucket, "2021-03-01T10:00:00Z", "api_key", 5, "m", "a", 1);
            jdbc.sql("insert into usage_rollup select bucket, date_trunc('minute', now()), purpose, provider_type,"
                            + " provider_id, model, 'young', token_id, requests, errors, tokens_in, tokens_out,"
                            + " tokens_cached, tokens_reasoning, cost_usd, priced_requests, latency_ms, ttft_ms,"
                            + " ttft_requests, last_used from usage_rollup where client = 'a' and bucket = ?")
                    .param(bucket)
                    .update();
        }
        record("2021-03-01T10:00:00Z", "old", 200);
        record(java.time.Instant.now().toString(), "young", 200);

        expiry.expire();

        assertThat(jdbc.sql("select client || ' ' || bucket from usage_rollup order by 1")
                        .query(String.class)
                        .list())
                .containsExactly("a day", "young day", "young hour", "young minute");
        assertThat(jdbc.sql("select client from usage_record")
                        .query(String.class)
                        .list())
                .containsExactly("young");
    }
}
