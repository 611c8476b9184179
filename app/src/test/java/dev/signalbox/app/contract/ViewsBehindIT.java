package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A write whose view is behind is done all the same, and its answer says so; the repetition has the whole answer. */
class ViewsBehindIT {

    @Test
    void theIdIsAnsweredAndTheBodyIsNotKept() {
        var database = PostgresForTests.newDatabase();
        String body = server("");
        try (var commandsOnly = TestNode.start(database, Map.of("signalbox.roles", "command"))) {
            Answer answer = commandsOnly.admin().with("Idempotency-Key", "k-1").post(SERVERS, body);
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("X-Config-Applied")).isEqualTo("false");
            assertThat(answer.header("Location")).isEqualTo(SERVERS + "/" + answer.id());
            try (var whole = TestNode.start(database)) {
                Answer repeated = whole.admin().with("Idempotency-Key", "k-1").post(SERVERS, body);
                assertThat(repeated.status()).isEqualTo(201);
                assertThat(repeated.header("Idempotency-Replayed")).isEqualTo("true");
                assertThat(repeated.id()).isEqualTo(answer.id());
                assertThat(repeated.json().path("server_type").asString()).isEqualTo("openai-compatible");
            }
        }
    }
}
