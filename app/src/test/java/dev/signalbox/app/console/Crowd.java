package dev.signalbox.app.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.TestNode;
import java.sql.Connection;
import java.time.Duration;
import javax.sql.DataSource;

/** Many servers with many changes, written past the commands, which would take too long. */
final class Crowd {

    static final int SERVERS = 1_000;
    static final int EVENTS = 21_000;

    private Crowd() {}

    /** Events that no view has seen, though each believes it has: as after somebody has written into its table. */
    static void pastTheViews(TestNode node) {
        try (Connection database = node.bean(DataSource.class).getConnection()) {
            database.setAutoCommit(false);
            var statement = database.createStatement();
            statement.execute("select 1 from token_entry for update");
            statement.execute("""
                    insert into domain_event_entry (global_index, event_identifier, meta_data, payload, payload_type,
                      time_stamp, aggregate_identifier, sequence_number, type)
                    select n, gen_random_uuid()::text, convert_to('{"user":"ada"}', 'UTF8'),
                      convert_to(case when seq = 0
                        then format('{"serverId":%%s,"details":{"name":"server %%s of rack %%s","type":"ollama",'
                          '"baseUrl":"http://10.1.0.1:11434","purposes":["chat"],"metadata":{}},"credential":null,"enabled":true}', a, a, a %% 40)
                        else format('{"serverId":%%s}', a) end, 'UTF8'),
                      'dev.signalbox.events.server.Server' || case
                        when seq = 0 then 'Registered' when seq %% 2 = 1 then 'Disabled' else 'Enabled' end,
                      '2026-11-01T00:00:00.000Z', 'server-' || a, seq, 'Server'
                    from (select n, (n - 1) %% %1$d + 1 as a, (n - 1) / %1$d as seq from generate_series(1, %2$d) n) e
                    order by n""".formatted(SERVERS, EVENTS));
            statement.execute("""
                    update token_entry set owner = null, token = convert_to('{"index":%d,"gaps":[]}', 'UTF8'),
                      token_type = 'org.axonframework.eventhandling.GapAwareTrackingToken'""".formatted(EVENTS));
            database.commit();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> node.admin()
                        .get("/api/v1/admin/projections")
                        .json()
                        .forEach(view ->
                                assertThat(view.path("position").asLong()).isEqualTo(EVENTS)));
    }

    static void append(TestNode node, String event, String payload) {
        node.database()
                .sql("""
                        insert into domain_event_entry (global_index, event_identifier, meta_data, payload, payload_type,
                          time_stamp, aggregate_identifier, sequence_number, type)
                        select max(global_index) + 1, 'by-hand', '{}', cast(? as bytea), ?,
                          '2026-11-01T00:00:00Z', 'server-4711', 0, 'Server' from domain_event_entry""")
                .param(payload)
                .param("dev.signalbox.events.server." + event)
                .update();
    }
}
