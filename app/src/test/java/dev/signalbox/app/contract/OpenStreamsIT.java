package dev.signalbox.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in no longer reads no further in a stream that was opened before, at whichever node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenStreamsIT {

    private static final String LIVE = "/api/v1/admin/live";
    private static final String TAIL = "/api/v1/llm-config/audit/stream";
    private static final String TOKENS = "/api/v1/admin/tokens";
    /** Shorter than the life of a stream of {@link #LIVE}, which ends by itself after 5 minutes. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private TestNode node;
    private TestNode other;

    @BeforeAll
    void start() {
        var database = PostgresForTests.newDatabase();
        node = TestNode.start(database);
        other = TestNode.start(database);
    }

    @AfterAll
    void stop() {
        other.close();
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {LIVE, TAIL})
    void aStreamEndsWithItsToken(String path) throws Exception {
        Answer issued = issue();
        String bearer = "Bearer " + issued.json().path("token").asString();
        CompletableFuture<Void> here = open(node, path, "Authorization", bearer);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(status(other, bearer)).isEqualTo(200));
        CompletableFuture<Void> there = open(other, path, "Authorization", bearer);

        assertThat(here).isNotDone();
        assertThat(node.admin().delete(TOKENS + "/" + issued.id()).status()).isEqualTo(204);

        assertThat(here).succeedsWithin(LONG);
        assertThat(there).succeedsWithin(LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {LIVE, TAIL})
    void aStreamEndsWithItsSession(String path) throws Exception {
        Answer signedIn = node.stranger()
                .post(
                        "/api/v1/session",
                        "{\"token\":\"" + issue().json().path("token").asString() + "\"}");
        String session = cookie(signedIn, "signalbox_session");
        CompletableFuture<Void> here = open(node, path, "Cookie", session);
        CompletableFuture<Void> there = open(other, path, "Cookie", session);

        assertThat(here).isNotDone();
        assertThat(node.stranger()
                        .with("Cookie", session)
                        .with("X-XSRF-TOKEN", cookie(signedIn, "XSRF-TOKEN").split("=", 2)[1])
                        .delete("/api/v1/session")
                        .status())
                .isEqualTo(204);

        assertThat(here).succeedsWithin(LONG);
        assertThat(there).succeedsWithin(LONG);
    }

    private Answer issue() {
        return node.admin().post(TOKENS, "{\"name\":\"" + UUID.randomUUID() + "\",\"roles\":[\"auditor\"]}");
    }

    private static int status(TestNode at, String bearer) {
        return at.stranger()
                .with("Authorization", bearer)
                .get(Http.CONFIG + "/servers")
                .status();
    }

    private static String cookie(Answer answer, String name) {
        return answer.response().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    /** Completes when the stream has ended as the server wished. */
    private static CompletableFuture<Void> open(TestNode at, String path, String header, String value)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at.controlPort() + path))
                .header(header, value)
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return CompletableFuture.runAsync(
                () -> {
                    try (InputStream body = answer.body()) {
                        body.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                Thread.ofVirtual()::start);
    }
}
