package dev.signalbox.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** As many events as wanted, written past the application: servers that are registered, and then changed again and again. */
final class GeneratedEvents {

    /** How many servers and API keys share the events. */
    private static final int AGGREGATES = 10_000;

    private static final String METADATA = """
            {"user":"operator-%s","authentication":"token","actorType":"token","tokenId":"admin-token",\
            "requestId":"%s","clientAddress":"10.0.0.%s","peerAddress":"10.0.0.%s","userAgent":"curl/8.14.1","roles":"admin"}""";

    private static final String DETAILS = """
            {"name":"server %s of rack %s","type":"vllm","baseUrl":"http://127.1.%s.%s:8000","modelPath":"meta-llama/Llama-3.%s",\
            "purposes":["chat","embeddings"],"metadata":{"rack":%s,"team":"search"}}""";

    private GeneratedEvents() {}

    /** On an empty store; the live processors are taken to have applied them, and kept from looking. */
    static void insert(Connection database, int events) throws SQLException {
        database.setAutoCommit(false);
        try (Statement statement = database.createStatement()) {
            statement.execute("set synchronous_commit = off");
            // the live processors are kept off: what is measured is rebuilds
            statement.execute("update token_entry set owner = 'bench', timestamp = '2999-01-01T00:00:00.000Z'");
            database.commit();
            statement.execute(sql(events));
            statement.execute("""
                    update token_entry set token = convert_to('{"index":%1$d,"gaps":[]}', 'UTF8'),
                      token_type = 'org.axonframework.eventhandling.GapAwareTrackingToken'""".formatted(events));
        }
        database.commit();
        database.setAutoCommit(true);
        try (Statement statement = database.createStatement()) {
            statement.execute("analyze domain_event_entry");
            statement.execute("checkpoint");
        }
    }

    private static String sql(int events) {
        return """
                insert into domain_event_entry (global_index, event_identifier, meta_data, payload, payload_type, time_stamp,
                  aggregate_identifier, sequence_number, type)
                select n, gen_random_uuid()::text,
                  convert_to(format('%1$s', a %% 50, gen_random_uuid(), a %% 250, a %% 250), 'UTF8'),
                  convert_to(case
                    when seq = 0 then format('{"serverId":%%s,"details":%2$s,"credential":null,"enabled":true}',
                      a, a, a %% 40, a / 250, a %% 250, 1, a %% 40)
                    when seq %% 3 = 1 then format('{"serverId":%%s,"details":%2$s}',
                      a, a, a %% 40, a / 250, a %% 250, seq, a %% 40)
                    else format('{"serverId":%%s}', a) end, 'UTF8'),
                  'dev.signalbox.events.server.Server' || case
                    when seq = 0 then 'Registered' when seq %% 3 = 1 then 'Updated'
                    when seq %% 3 = 2 then 'Disabled' else 'Enabled' end,
                  to_char(timestamp '2026-01-01' + n * interval '20 seconds', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                  'server-' || a, seq, 'Server'
                from (select n, (n - 1) %% %3$d + 1 as a, (n - 1) / %3$d as seq from generate_series(1, %4$d) n) e
                order by n""".formatted(METADATA, DETAILS, AGGREGATES, events);
    }
}
