package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static dev.signalbox.app.contract.Fixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class IdempotencyIT {

    private final TestNode node = TestNode.shared();
    private final String key = UUID.randomUUID().toString();
    private final Http admin = node.admin().with("Idempotency-Key", key);

    @Test
    void aRepeatedWriteGetsTheFirstAnswerAndHappensOnce() {
        String body = server(", \"api_key\": \"sk-server-secret-9876\"");
        Answer first = admin.post(SERVERS, body);
        long events = node.events();
        node.admin().put(SERVERS + "/" + first.id(), "{\"use_for_chat\": false}");
        Answer again = admin.post(SERVERS, body);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.header("X-Config-Revision")).isEqualTo(first.header("X-Config-Revision"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(node.events()).isEqualTo(events + 1);
    }

    @Test
    void aRepeatedDeletionIsNoContentAgain() {
        long id = newServer(node.admin());
        assertThat(admin.delete(SERVERS + "/" + id).status()).isEqualTo(204);
        assertThat(admin.delete(SERVERS + "/" + id).status()).isEqualTo(204);
    }

    @Test
    void anotherRequestWithTheSameKeyIsInvalid() {
        admin.post(SERVERS, server(""));
        long events = node.events();
        Answer other = admin.post(SERVERS, server(""));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.wrongFields()).containsExactly("Idempotency-Key");
        assertThat(node.events()).isEqualTo(events);
    }

    @Test
    void aKeyBelongsToItsActor() {
        admin.post(SERVERS, server(""));
        assertThat(node.database()
                        .sql("select actor from idempotent_write where idempotency_key = ?")
                        .param(key)
                        .query(String.class)
                        .list())
                .containsExactly("admin");
        // somebody else's write by the same key
        node.database()
                .sql("update idempotent_write set actor = 'another' where idempotency_key = ?")
                .param(key)
                .update();
        assertThat(admin.post(SERVERS, server("")).status()).isEqualTo(201);
    }

    @Test
    void aRefusedWriteDoesNotUseUpItsKey() {
        String body = server("");
        long taken = node.admin().post(SERVERS, body).id();
        assertThat(admin.post(SERVERS, body).status()).isEqualTo(409);
        node.admin().delete(SERVERS + "/" + taken);
        assertThat(admin.post(SERVERS, body).status()).isEqualTo(201);
    }

    @Test
    void requestsAtTheSameTimeHappenOnce() {
        String body = server("");
        long events = node.events();
        try (var threads = Executors.newFixedThreadPool(2)) {
            var one = CompletableFuture.supplyAsync(() -> admin.post(SERVERS, body), threads);
            var two = CompletableFuture.supplyAsync(() -> admin.post(SERVERS, body), threads);
            assertThat(one.join().status()).isEqualTo(201);
            assertThat(two.join().status()).isEqualTo(201);
            assertThat(one.join().id()).isEqualTo(two.join().id());
        }
        assertThat(node.events()).isEqualTo(events + 1);
    }
}
