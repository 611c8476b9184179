package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The audit log's other forms, through the whole application. */
class AuditExportsIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String AUDIT = CONFIG + "/audit";

    private final TestNode node = TestNode.shared();

    @Test
    void problemsAreProblemsWhateverWasAskedFor() {
        for (String accept : List.of("text/csv", "application/x-ndjson", "application/json")) {
            Answer answer = node.admin().with("Accept", accept).get(AUDIT + "?cursor=x");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.detail()).contains("cursor");
        }
        Answer stream = node.admin().with("Last-Event-ID", "x").get(AUDIT + "/stream");
        assertThat(stream.status()).isEqualTo(400);
        assertThat(stream.detail()).contains("Last-Event-ID");
        assertThat(node.admin().with("Accept", "text/html").get(AUDIT).status()).isEqualTo(406);
    }

    @Test
    void exportsNeedTheRoleThatReadsNeed() {
        for (String path : List.of(AUDIT, AUDIT + "/stream")) {
            assertThat(node.router().with("Accept", "*/*").get(path).status()).isEqualTo(403);
            assertThat(node.stranger().get(path).status()).isEqualTo(401);
        }
    }

    @Test
    void anExportThatBreaksOffIsNotTakenForWhole() {
        try (TestNode broken = TestNode.start()) {
            // a thousand good ones, which are sent, and one that can't be read
            broken.database().sql("""
                    insert into audit_entry (id, occurred_at, recorded_at, actor_type, action, operation, changes,
                      decision, outcome, act_number)
                    select 'n' || n, now() - n * interval '1 s', now(), 'system', 'bulk', 'Bulk',
                      case n when 1500 then '[1]' else '{}' end::jsonb, 'allow', 'done', nextval('audit_act_number')
                    from generate_series(1, 1500) n""").update();
            for (String accept : List.of("text/csv", "application/x-ndjson")) {
                assertThatThrownBy(() -> broken.admin().with("Accept", accept).get(AUDIT + "?action=bulk"))
                        .hasRootCauseInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void theTailShowsWhatComesAndEndsWithTheNode() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        try (TestNode own = TestNode.start()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + own.controlPort() + AUDIT + "/stream?action=add_server"))
                    .header("Authorization", "Bearer " + TestNode.ADMIN_TOKEN)
                    .build();
            var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/event-stream");
            Thread.ofVirtual().start(() -> {
                try (var reader = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                    reader.lines().forEach(lines::add);
                    end.complete(null);
                } catch (IOException | RuntimeException e) {
                    end.completeExceptionally(e);
                }
            });
            await().atMost(LONG).until(() -> !lines.isEmpty());
            newServer(own.admin());
            await().atMost(LONG).until(() -> lines.stream().anyMatch(line -> line.startsWith("data: {")));
        }
        await().atMost(LONG).until(end::isDone);
        end.get();
    }
}
