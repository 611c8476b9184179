package dev.signalbox.query;

import static dev.signalbox.query.QueryFixtures.active;
import static dev.signalbox.query.QueryFixtures.added;
import static dev.signalbox.query.QueryFixtures.details;
import static dev.signalbox.query.QueryFixtures.key;
import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.registered;
import static dev.signalbox.query.QueryFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderCleared;
import dev.signalbox.events.server.FindServer;
import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerRemoved;
import dev.signalbox.events.server.ServerUpdated;
import java.util.Optional;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@QueryIntegrationTest
class ViewsIT {

    private static final String API = "/api/v1/llm-config";

    @Autowired
    EventLog log;

    @Autowired
    QueryGateway queries;

    @Autowired
    JdbcTemplate jdbc;

    Http http;

    @BeforeEach
    void client(@LocalServerPort int port) {
        http = new Http(port);
    }

    @Test
    void aServerIsShownAsTheContractSays() {
        long id = nextId();
        log.append(registered(id));
        log.awaitViews();

        var answer = http.get(API + "/servers/" + id);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(Long.parseLong(answer.header("X-Config-Revision"))).isEqualTo(log.head());
        assertThat(answer.body().propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "name",
                        "server_type",
                        "base_url",
                        "model_path",
                        "enabled",
                        "use_for_chat",
                        "use_for_embeddings",
                        "use_for_reranking",
                        "metadata",
                        "has_api_key",
                        "masked_api_key",
                        "health_status",
                        "last_health_check",
                        "health_message",
                        "created_by",
                        "created_at",
                        "updated_at",
                        "version");
        assertThat(answer.body().get("masked_api_key").asString()).isEqualTo("****abcd");
        assertThat(answer.body().get("use_for_chat").asBoolean()).isTrue();
        assertThat(answer.body().get("use_for_embeddings").asBoolean()).isFalse();
        assertThat(answer.body().get("health_status").asString()).isEqualTo("unknown");
        assertThat(answer.body().get("created_by").asString()).isEqualTo("alice");
        assertThat(answer.body().get("created_at").asString()).endsWith("Z");
        assertThat(answer.body().get("metadata").toString()).isEqualTo("{\"rack\":7}");
    }

    @Test
    void aServersHealthIsWhatTheGatewayReported() {
        long id = nextId();
        log.append(registered(id));
        log.awaitViews();
        jdbc.update("insert into server_health values (?, 'degraded', now(), 'slow')", id);

        assertThat(http.get(API + "/servers/" + id).body().get("health_status").asString())
                .isEqualTo("degraded");
        assertThat(http.get(API + "/servers/" + id).body().get("health_message").asString())
                .isEqualTo("slow");
        assertThat(http.get(API + "/servers/" + id).body().get("version").asLong())
                .isEqualTo(1);
    }

    @Test
    void aServersEventsChangeItsViewAndVersion() {
        long id = nextId();
        log.append(
                registered(id),
                new ServerUpdated(new ServerId(id), details("renamed " + id, null)),
                new ServerDisabled(new ServerId(id)));
        log.awaitViews();

        var server = http.get(API + "/servers/" + id).body();

        assertThat(server.get("name").asString()).isEqualTo("renamed " + id);
        assertThat(server.get("model_path").isNull()).isTrue();
        assertThat(server.get("enabled").asBoolean()).isFalse();
        assertThat(server.get("version").asLong()).isEqualTo(3);
        assertThat(http.get(API + "/servers?enabled_only=true").body())
                .noneMatch(s -> s.get("id").asLong() == id);
        assertThat(http.get(API + "/servers").body()).anyMatch(s -> s.get("id").asLong() == id);

        log.append(new ServerRemoved(new ServerId(id)));
        log.awaitViews();
        assertThat(http.get(API + "/servers/" + id).status()).isEqualTo(404);
    }

    @Test
    void anActiveProviderEmbedsItsProviderAndBothFormsOfFallback() {
        long serverId = nextId();
        long keyId = nextId();
        log.append(
                registered(serverId),
                added(keyId),
                active(Purpose.CHAT, server(serverId)),
                new ActiveProviderCleared(Purpose.CHAT),
                active(Purpose.CHAT, server(serverId), key(keyId, "gpt-5")));
        log.awaitViews();

        var chat = http.get(API + "/active/chat").body();

        assertThat(chat.propertyNames())
                .containsExactlyInAnyOrder(
                        "purpose",
                        "provider_type",
                        "provider_id",
                        "provider",
                        "fallback_provider_type",
                        "fallback_provider_id",
                        "fallbacks",
                        "model",
                        "updated_by",
                        "updated_at",
                        "version");
        assertThat(chat.get("provider_type").asString()).isEqualTo("ai_server");
        assertThat(chat.at("/provider/masked_api_key").asString()).isEqualTo("****abcd");
        assertThat(chat.get("fallback_provider_type").asString()).isEqualTo("api_key");
        assertThat(chat.get("fallback_provider_id").asLong()).isEqualTo(keyId);
        assertThat(chat.get("fallbacks").toString())
                .isEqualTo("[{\"provider_type\":\"api_key\",\"provider_id\":" + keyId + ",\"model\":\"gpt-5\"}]");
        assertThat(http.get(API + "/active").body().at("/chat/provider_id").asLong())
                .isEqualTo(serverId);
    }

    @Test
    void whatIsNotThereIsAProblemThatSaysSo() {
        assertThat(http.get(API + "/servers/999999").body().get("detail").asString())
                .contains("999999");
        assertThat(http.get(API + "/active/reranking").status()).isEqualTo(404);
        assertThat(http.get(API + "/active/singing").status()).isEqualTo(400);
        assertThat(http.get(API + "/active/singing").body().get("detail").asString())
                .contains("chat, embeddings, reranking");
    }

    @Test
    void aReadWaitsForAPositionButNotForEver() {
        long id = nextId();
        log.append(registered(id));

        var fresh = http.get(API + "/servers/" + id + "?min_position=" + log.head());
        assertThat(fresh.status()).isEqualTo(200);
        assertThat(fresh.header("X-Config-Applied")).isNull();

        var late = http.get(API + "/servers?min_position=" + (log.head() + 1000));
        assertThat(late.status()).isEqualTo(200);
        assertThat(late.header("X-Config-Applied")).isEqualTo("false");
        assertThat(http.get(API + "/servers?min_position=now").status()).isEqualTo(400);
    }

    @Test
    void theHealthAnswerIsTheOldOne() {
        assertThat(http.get(API + "/health").body().toString())
                .isEqualTo("{\"status\":\"healthy\",\"service\":\"LLM Configuration API\"}");
    }

    @Test
    void otherModulesAskForViewsWithoutKnowingTheirTypes() {
        long id = nextId();
        log.append(registered(id));
        log.awaitViews();

        Optional<Object> server = queries.query(
                        new FindServer(new ServerId(id)), ResponseTypes.optionalInstanceOf(Object.class))
                .join();

        assertThat(server).isPresent();
    }
}
