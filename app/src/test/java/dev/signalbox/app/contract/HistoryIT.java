package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.KEYS;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.newKey;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static dev.signalbox.app.contract.Fixtures.primary;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The past as reads showed it then, and how it became the present. */
class HistoryIT {

    private static final String HISTORY = CONFIG + "/history";
    private final TestNode node = TestNode.shared();
    private final Http admin = node.admin();

    private record Shown(long position, String servers, String keys, String active) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void asOfShowsWhatReadsShowedThen(long seed) {
        Random random = new Random(seed);
        List<Long> servers = new ArrayList<>();
        List<Long> keys = new ArrayList<>();
        List<Shown> then = new ArrayList<>();
        for (int step = 0; step < 25; step++) {
            change(random, servers, keys);
            then.add(shown(node.events(), "?min_position=" + node.events()));
        }
        for (Shown shown : then) {
            assertThat(shown(shown.position(), "?as_of=" + shown.position())).isEqualTo(shown);
        }
    }

    /** Refusals are part of the sequence: they must leave no trace in the past. */
    private void change(Random random, List<Long> servers, List<Long> keys) {
        if (servers.isEmpty() || keys.isEmpty()) {
            servers.add(newServer(admin));
            keys.add(newKey(admin));
        }
        long server = servers.get(random.nextInt(servers.size()));
        long key = keys.get(random.nextInt(keys.size()));
        switch (random.nextInt(8)) {
            case 0 -> servers.add(newServer(admin));
            case 1 -> keys.add(newKey(admin));
            case 2 -> admin.put(SERVERS + "/" + server, "{\"model_path\": \"m" + random.nextInt(3) + "\"}");
            case 3 -> admin.put(SERVERS + "/" + server, "{\"enabled\": " + random.nextBoolean() + "}");
            case 4 -> admin.put(KEYS + "/" + key, "{\"api_key\": \"sk-rotated-0123456789\"}");
            case 5 -> admin.post(ACTIVE, primary("chat", "ai_server", server, ""));
            case 6 -> admin.delete(ACTIVE + "/chat");
            default -> admin.delete(SERVERS + "/" + server);
        }
    }

    private Shown shown(long position, String query) {
        return new Shown(position, read(SERVERS + query), read(KEYS + query), read(ACTIVE + query));
    }

    /** Health and usage are no events: the past does not know them. */
    private String read(String path) {
        return admin.get(path)
                .text()
                .replaceAll(
                        "\"(health_status|last_health_check|health_message|last_used|requests_count|tokens_used|cost_usd|verdict|verdict_message|last_checked)\":[^,}]*,?",
                        "");
    }

    @Test
    void oneEntityIsShownAsOfAPositionAndATime() {
        long id = newServer(admin, ", \"model_path\": \"old\"");
        long position = node.events();
        String time = admin.get(SERVERS + "/" + id).json().path("created_at").asString();
        admin.put(SERVERS + "/" + id, "{\"model_path\": \"new\"}");
        Answer answer = admin.get(SERVERS + "/" + id + "?as_of=" + position);
        assertThat(answer.json().path("model_path").asString()).isEqualTo("old");
        assertThat(answer.header("X-Config-Revision")).isEqualTo("" + position);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(admin.get(SERVERS + "/" + id + "?as_of=" + time).status()).isEqualTo(200);
        assertThat(admin.get(SERVERS + "/" + id + "?as_of=" + (position - 1)).status())
                .isEqualTo(404);
        assertThat(admin.get(SERVERS + "?as_of=0").text()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "99999999", "x", "2999-01-01T00:00:00Z", "1999-01-01T00:00:00Z", "2026-01-01"})
    void whatIsNoPositionAndNoTimeOfThePastIsNamed(String asOf) {
        newServer(admin);
        for (String path : List.of(SERVERS, SERVERS + "/1", KEYS, KEYS + "/1", ACTIVE, ACTIVE + "/chat")) {
            Answer answer = admin.get(path + "?as_of=" + asOf);
            assertThat(answer.status()).as(answer::toString).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("invalid-parameter");
            assertThat(answer.wrongFields()).containsExactly("as_of");
        }
    }

    @Test
    void theTimelineTellsEachChangeOfAnEntity() {
        long id = newServer(admin, ", \"api_key\": \"sk-server-secret-9876\"");
        admin.put(SERVERS + "/" + id, "{\"model_path\": \"new\"}");
        admin.delete(SERVERS + "/" + id);
        String path = HISTORY + "?entity_type=server&entity_id=" + id;
        Answer answer = admin.get(path);
        JsonNode items = answer.json().path("items");
        assertThat(items.findValuesAsString("event"))
                .containsExactly("ServerRemoved", "ServerUpdated", "ServerRegistered");
        assertThat(items.path(1).path("changes").toString())
                .isEqualTo("{\"model_path\":{\"before\":null,\"after\":\"new\"}}");
        assertThat(items.path(0).path("changes").path("api_key").path("after").asString())
                .isEqualTo("destroyed");
        assertThat(answer.text()).contains("****9876").doesNotContain("sk-");
        Answer first = admin.get(path + "&limit=2");
        assertThat(first.json().path("items").size()).isEqualTo(2);
        String cursor = first.json().path("next_cursor").asString();
        assertThat(admin.get(path + "&cursor=" + cursor).json().path("items").findValuesAsString("event"))
                .containsExactly("ServerRegistered");
        JsonNode one = admin.get(HISTORY + "/" + cursor).json();
        assertThat(one.path("user").asString()).isEqualTo("admin");
        assertThat(one.path("state").asString()).isEqualTo(SERVERS + "/" + id + "?as_of=" + cursor);
    }

    @Test
    void aDiffIsAJsonPatchAndLines() {
        long id = newServer(admin, ", \"model_path\": \"old\"");
        long from = node.events();
        admin.put(SERVERS + "/" + id, "{\"model_path\": \"new\"}");
        JsonNode diff =
                admin.get(HISTORY + "/diff?from=" + from + "&to=" + (from + 1)).json();
        assertThat(diff.path("patch").toString())
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/server/" + id
                        + "/model_path\",\"value\":\"new\",\"before\":\"old\"}]");
        assertThat(diff.path("readable").path(0).asString()).isEqualTo("/server/" + id + "/model_path: old became new");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=x",
                "?cursor=x",
                "?entity_type=x",
                "?entity_id=1",
                "/0",
                "/x",
                "/diff?from=x",
                "/diff?to=99999999"
            })
    void wrongParametersOfHistoryAreNamed(String wrong) {
        Answer answer = admin.get(HISTORY + wrong);
        assertThat(answer.status()).as(answer::toString).isEqualTo(400);
        assertThat(answer.wrongFields()).hasSize(1);
    }
}
