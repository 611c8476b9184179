package dev.signalbox.query.activeprovider;

import static dev.signalbox.query.QueryFixtures.active;
import static dev.signalbox.query.QueryFixtures.added;
import static dev.signalbox.query.QueryFixtures.details;
import static dev.signalbox.query.QueryFixtures.key;
import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.registered;
import static dev.signalbox.query.QueryFixtures.secret;
import static dev.signalbox.query.QueryFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.apikey.ApiKeyAdded;
import dev.signalbox.events.apikey.ApiKeyDetails;
import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.routing.FindRoutingTable;
import dev.signalbox.events.routing.Route;
import dev.signalbox.events.routing.RoutingTable;
import dev.signalbox.events.server.ServerDetails;
import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerRegistered;
import dev.signalbox.events.server.ServerUpdated;
import dev.signalbox.query.EventLog;
import dev.signalbox.query.QueryIntegrationTest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryGateway;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

@QueryIntegrationTest
@TestPropertySource(properties = "spring.application.name=routing")
class RoutingTableIT {

    @Autowired
    EventLog log;

    @Autowired
    QueryGateway queries;

    @Test
    void routesGoToThePrimaryThenToTheFallbacks() {
        long serverId = nextId();
        long keyId = nextId();
        log.append(
                registered(serverId),
                added(keyId),
                active(Purpose.CHAT, server(serverId), key(keyId, "gpt-5"), key(keyId, null)),
                new ServerDisabled(new ServerId(serverId)));
        log.awaitViews();

        RoutingTable table = table();

        assertThat(table.revision()).isEqualTo(log.head());
        assertThat(table.routes().get(Purpose.CHAT))
                .containsExactly(
                        new Route(
                                server(serverId).provider(),
                                "server " + serverId,
                                "vllm",
                                "http://10.0.0.1:8000",
                                secret("abcd"),
                                "llama-3",
                                false),
                        new Route(
                                key(keyId, null).provider(),
                                "key " + keyId,
                                "openai",
                                null,
                                secret("wxyz"),
                                "gpt-5",
                                true),
                        new Route(
                                key(keyId, null).provider(),
                                "key " + keyId,
                                "openai",
                                null,
                                secret("wxyz"),
                                null,
                                true));
        assertThat(table.routes()).doesNotContainKey(Purpose.RERANKING);
        assertThat(table.providers())
                .extracting(Route::provider)
                .contains(server(serverId).provider(), key(keyId, null).provider());
    }

    @Test
    void metadataSayHowAProviderReranks() {
        long serverId = nextId();
        long keyId = nextId();
        ServerDetails plain = details("server " + serverId, null);
        log.append(
                new ServerRegistered(new ServerId(serverId), with(plain, "tei"), null, true),
                new ApiKeyAdded(
                        new ApiKeyId(keyId),
                        "openai",
                        new ApiKeyDetails("key " + keyId, false, Map.of("rerank_dialect", "cohere")),
                        secret("wxyz"),
                        true),
                active(Purpose.EMBEDDINGS, server(serverId), key(keyId, "m")));
        log.awaitViews();

        assertThat(table().routes().get(Purpose.EMBEDDINGS))
                .extracting(Route::rerankDialect)
                .containsExactly("tei", "cohere");

        log.append(new ServerUpdated(new ServerId(serverId), with(plain, "nonsense")));
        log.awaitViews();

        assertThat(table().routes().get(Purpose.EMBEDDINGS))
                .extracting(Route::rerankDialect)
                .containsExactly(null, "cohere");
    }

    private static ServerDetails with(ServerDetails details, String rerankDialect) {
        return new ServerDetails(
                details.name(),
                details.type(),
                details.baseUrl(),
                details.modelPath(),
                details.purposes(),
                Map.of("rerank_dialect", rerankDialect));
    }

    /** The name counts the events: it tells at which position the row was read. */
    @Test
    void aTableIsOfExactlyThePositionItSays() {
        long id = nextId();
        log.append(registered(id));
        long base = log.head();
        var commands = CompletableFuture.runAsync(() -> {
            for (int i = 1; i <= 300; i++) {
                log.append(new ServerUpdated(new ServerId(id), details("" + (base + i), null)));
            }
        });
        int seen = 0;
        while (!commands.isDone() || seen == 0) {
            RoutingTable table = table();
            if (table.revision() > base) {
                seen++;
                assertThat(table.providers())
                        .filteredOn(route -> route.provider().equals(server(id).provider()))
                        .extracting(Route::name)
                        .containsExactly("" + table.revision());
            }
        }
        commands.join();
    }

    private RoutingTable table() {
        return queries.query(new FindRoutingTable(), RoutingTable.class).join();
    }
}
