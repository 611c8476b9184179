package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http;
import dev.signalbox.app.TestNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An event of a former shape, as an old database has it, is the same to every reader as one of today. */
class OldEventsIT {

    private static final String CHAT = CONFIG + "/active/chat";

    private final TestNode node = TestNode.start();
    private final Http admin = node.admin();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void viewsHistoryRebuildsAndCommandsReadThem() {
        for (String name : new String[] {"one", "two"}) {
            assertThat(admin.post(CONFIG + "/servers", """
                                    {"name": "%s", "server_type": "ollama", "base_url": "http://127.0.0.1:9", "use_for_chat": true}""".formatted(name)).status())
                    .isEqualTo(201);
        }
        append("""
                {"purpose":"chat","primary":{"provider":{"type":"ai_server","id":1},"model":null},
                 "fallback":{"provider":{"type":"ai_server","id":2},"model":"m"}}""");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> admin.get(CHAT).json().path("fallback_provider_id").asLong() == 2);
        JsonNode live = admin.get(CHAT).json();
        assertThat(live.at("/fallbacks/0/model").asString()).isEqualTo("m");
        assertThat(admin.get(CONFIG + "/history/3").json().toString()).contains("\"fallbacks\"");
        assertThat(admin.get(CHAT + "?as_of=3").json().path("fallbacks")).isEqualTo(live.path("fallbacks"));

        admin.post("/api/v1/admin/projections/active-providers/rebuild?compare=true", null);
        JsonNode rebuild = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> admin.get("/api/v1/admin/projections/active-providers")
                                .json()
                                .path("rebuild"),
                        progress -> !progress.path("finished_at").isNull());
        assertThat(rebuild.at("/comparison/differing").asLong())
                .as(rebuild::toString)
                .isZero();

        // the aggregate read it, too: setting the same again changes nothing
        var same = admin.post(CONFIG + "/active", """
                {"purpose": "chat", "provider_type": "ai_server", "provider_id": 1,
                 "fallbacks": [{"provider_type": "ai_server", "provider_id": 2, "model": "m"}]}""");
        assertThat(same.status()).as(same::toString).isEqualTo(200);
        assertThat(node.events()).isEqualTo(3);
    }

    private void append(String payload) {
        node.database().sql("""
                        insert into domain_event_entry (global_index, event_identifier, meta_data, payload, payload_type,
                          time_stamp, aggregate_identifier, sequence_number, type)
                        select max(global_index) + 1, 'old', '{}', cast(? as bytea),
                          'dev.signalbox.events.activeprovider.ActiveProviderSet', '2026-11-01T00:00:00Z', 'active-chat', 0,
                          'ActiveProvider' from domain_event_entry""").param(payload).update();
    }
}
