package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.newKey;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static dev.signalbox.app.contract.Fixtures.primary;
import static dev.signalbox.app.contract.Fixtures.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes, one database, at the same moment: one wins, the other is told so, and nothing is half done. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RacesIT {

    private static final int ROUNDS = 25;
    private final CyclicBarrier barrier = new CyclicBarrier(2);
    private ExecutorService threads;
    private TestNode node;
    private TestNode otherNode;
    private Http one;
    private Http two;

    @BeforeAll
    void startTwoNodes() {
        var database = PostgresForTests.newDatabase();
        node = TestNode.start(database);
        otherNode = TestNode.start(database);
        one = node.admin();
        two = otherNode.admin();
        threads = Executors.newFixedThreadPool(2);
    }

    @AfterAll
    void stop() {
        threads.close();
        otherNode.close();
        node.close();
    }

    @RepeatedTest(ROUNDS)
    void theSameNameTwice() {
        String body = server(", \"api_key\": \"sk-server-secret-9876\"");
        List<Answer> answers = race(() -> one.post(SERVERS, body), () -> two.post(SERVERS, body));
        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 409);
        assertThat(answers).extracting(Answer::problem).contains("name-taken");
    }

    @RepeatedTest(ROUNDS)
    void deletingAgainstActivating() {
        long id = newServer(one);
        List<Answer> answers = race(
                () -> one.delete(SERVERS + "/" + id), () -> two.post(ACTIVE, primary("chat", "ai_server", id, "")));
        int deleted = answers.get(0).status();
        int activated = answers.get(1).status();
        if (deleted == 204) {
            assertThat(activated).as(answers::toString).isIn(404, 409);
        } else {
            assertThat(deleted).as(answers::toString).isEqualTo(409);
            assertThat(activated).as(answers::toString).isEqualTo(200);
        }
    }

    @RepeatedTest(ROUNDS)
    void disablingAgainstActivating() {
        long id = newServer(one);
        List<Answer> answers = race(
                () -> one.put(SERVERS + "/" + id, "{\"enabled\": false}"),
                () -> two.post(ACTIVE, primary("chat", "ai_server", id, "")));
        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
    }

    @RepeatedTest(ROUNDS)
    void unmarkingAgainstActivatingAsFallback() {
        long id = newServer(one);
        long primary = newServer(one);
        String fallback = ", \"fallback_provider_type\": \"ai_server\", \"fallback_provider_id\": " + id;
        List<Answer> answers = race(
                () -> one.put(SERVERS + "/" + id, "{\"use_for_chat\": false}"),
                () -> two.post(ACTIVE, primary("chat", "ai_server", primary, fallback)));
        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
    }

    @RepeatedTest(ROUNDS)
    void twoUpdatesOfTheSameVersion() {
        long id = newServer(one);
        List<Answer> answers = race(
                () -> one.with("If-Match", "\"1\"").put(SERVERS + "/" + id, "{\"metadata\": {\"by\": 1}}"),
                () -> two.with("If-Match", "\"1\"").put(SERVERS + "/" + id, "{\"metadata\": {\"by\": 2}}"));
        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 412);
        int winner = answers.get(0).status() == 200 ? 1 : 2;
        assertThat(one.get(SERVERS + "/" + id + "?min_position=" + node.events())
                        .json()
                        .path("metadata")
                        .path("by")
                        .asInt())
                .isEqualTo(winner);
    }

    @RepeatedTest(ROUNDS)
    void twoRotationsWithoutAVersionBothHappen() {
        long id = newServer(one, ", \"api_key\": \"sk-server-secret-0000\"");
        List<Answer> answers = race(
                () -> one.put(SERVERS + "/" + id, "{\"api_key\": \"sk-server-secret-1111\"}"),
                () -> two.put(SERVERS + "/" + id, "{\"api_key\": \"sk-server-secret-2222\"}"));
        assertThat(answers).as(answers::toString).extracting(Answer::status).containsExactly(200, 200);
        assertThat(one.get(SERVERS + "/" + id + "?min_position=" + node.events())
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(3);
    }

    @RepeatedTest(ROUNDS)
    void deletingTwice() {
        long id = newServer(one, ", \"api_key\": \"sk-server-secret-0000\"");
        List<Answer> answers = race(() -> one.delete(SERVERS + "/" + id), () -> two.delete(SERVERS + "/" + id));
        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(204, 404);
    }

    /** By keys, which serve all purposes; no other race here sets these. */
    @ParameterizedTest
    @ValueSource(strings = {"embeddings", "reranking"})
    void settingAPurposeForTheFirstTimeTwice(String purpose) {
        long first = newKey(one);
        long second = newKey(one);
        List<Answer> answers = race(
                () -> one.post(ACTIVE, primary(purpose, "api_key", first, "")),
                () -> two.post(ACTIVE, primary(purpose, "api_key", second, "")));
        assertThat(answers).as(answers::toString).extracting(Answer::status).containsExactly(200, 200);
    }

    @AfterEach
    void nothingIsHalfDone() {
        long head = node.events();
        assertThat(count("select max(global_index) from domain_event_entry")).isEqualTo(head);
        // secrets are those that rows point to, and their older versions
        assertThat(count("select count(*) from vault_secret where secret_id not in (select secret_id from provider"
                        + " where secret_id is not null)"))
                .isZero();
        assertThat(count("select count(*) from provider p where secret_id is not null and not exists (select from"
                        + " vault_secret v where v.secret_id = p.secret_id and v.version = p.secret_version)"))
                .isZero();
        await().untilAsserted(() -> assertThat(count("select count(*) from audit_entry where position is not null"))
                .isEqualTo(head));
        for (Http http : List.of(one, two)) {
            assertThat(http.get(ACTIVE + "?min_position=" + head).header("X-Config-Applied"))
                    .isNull();
        }
        // the views say what the rows of the rules say
        assertThat(
                        rows(
                                "select provider_id || name || enabled from provider where provider_type = 'ai_server' order by 1"))
                .isEqualTo(rows("select id || name || enabled from server_view order by 1"));
        assertThat(rows("select purpose || provider_id from active_target where rank = 0 order by 1"))
                .isEqualTo(rows("select purpose || provider_id from active_provider order by 1"));
        assertThat(rows("select 'server-' || id || ' ' || version from server_view order by 1"))
                .isEqualTo(
                        rows(
                                "select aggregate_identifier || ' ' || max(sequence_number) + 1 from domain_event_entry"
                                        + " where type = 'Server' group by aggregate_identifier"
                                        + " having max(payload_type) filter (where payload_type like '%ServerRemoved') is null order by 1"));
    }

    private long count(String sql) {
        return node.database().sql(sql).query(Long.class).single();
    }

    private List<String> rows(String sql) {
        return node.database().sql(sql).query(String.class).list();
    }

    private List<Answer> race(Supplier<Answer> first, Supplier<Answer> second) {
        return Stream.of(first, second)
                .map(each -> CompletableFuture.supplyAsync(() -> together(each), threads))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private Answer together(Supplier<Answer> call) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return call.get();
    }
}
