package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProjectionsTest {

    private static final String PATH = "/api/v1/admin/projections";
    private static final String LETTERS = PATH + "/servers/dead-letters";

    private final FakeControlPlane node = new FakeControlPlane();

    @AfterEach
    void stop() {
        node.close();
    }

    private Run projections(String... arguments) {
        return Run.of(
                new Projections(new Connection(Map.of("SIGNALBOX_URL", node.url(), "SIGNALBOX_TOKEN", "sbx_one"))),
                arguments);
    }

    private static String status(String state, String rebuild) {
        return """
                {"name":"servers","position":90,"head":95,"lag":5,"parked":2,"state":"%s","error":null,"rebuild":%s}""".formatted(state, rebuild);
    }

    private static String rebuild(int done, String finishedAt, String error, String comparison) {
        return """
                {"node":"1@here","events_done":%d,"events_total":100,"events_per_second":10,"seconds_left":%d,
                 "started_at":"2026-11-01T00:00:00Z","finished_at":%s,"error":%s,"rows_replaced":3,"comparison":%s}""".formatted(done, (100 - done) / 10, finishedAt, error, comparison);
    }

    private static final String END = "\"2026-11-01T00:00:10Z\"";

    @Test
    void listShowsWhereTheyAre() {
        node.will("GET " + PATH, 200, "[" + status("live", "null") + "]");
        Run run = projections("list");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceAll(" +", " "))).contains("servers live 90 5 2 -");
        assertThat(projections("list", "-o", "json").out()).contains("\"parked\" : 2");
    }

    @Test
    void rebuildIsFollowedToItsEnd() {
        node.will("POST " + PATH + "/servers/rebuild", 202, "{}")
                .will("GET " + PATH + "/servers", 200, status("rebuilding", rebuild(40, "null", "null", "null")))
                .will("GET " + PATH + "/servers", 200, status("live", rebuild(100, END, "null", "null")));
        Run run = projections("rebuild", "servers");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("servers: 40 of 100 events, 10 per second, 6 s left")
                .contains("servers is rebuilt from 100 events; 3 rows were replaced.");
    }

    @Test
    void allAreRebuiltOneAfterTheOther() {
        node.will("GET " + PATH, 200, "[" + status("live", "null") + "]")
                .will("POST " + PATH + "/servers/rebuild", 202, "{}")
                .will("GET " + PATH + "/servers", 200, status("live", rebuild(100, END, "null", "null")));
        assertThat(projections("rebuild", "--all").out()).contains("servers is rebuilt");
        assertThat(projections("rebuild").code()).isEqualTo(2);
        assertThat(projections("rebuild", "servers", "--all").code()).isEqualTo(2);
    }

    @Test
    void aRebuildThatRunsIsJoined() {
        node.will("POST " + PATH + "/servers/rebuild", 409, "{\"detail\":\"One is running.\"}")
                .will("GET " + PATH + "/servers", 200, status("live", rebuild(100, END, "null", "null")));
        assertThat(projections("rebuild", "servers").out()).contains("is running already", "servers is rebuilt");
        Run compare = projections("rebuild", "nothing", "--compare");
        assertThat(compare.code()).isEqualTo(1);
    }

    @Test
    void oneThatFailsEndsWithOne() {
        node.will("POST " + PATH + "/servers/rebuild", 202, "{}")
                .will("GET " + PATH + "/servers", 200, status("live", rebuild(50, END, "\"cancelled\"", "null")));
        Run run = projections("rebuild", "servers");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("The rebuild of servers has changed nothing: cancelled");
    }

    @Test
    void driftIsShownAndEndsWithOne() {
        node.will("POST " + PATH + "/servers/rebuild?compare=true", 202, "{}")
                .will("GET " + PATH + "/servers", 200, status("live", rebuild(100, END, "null", """
                        {"position":90,"differing":2,"rows":[
                         {"table":"server_view","key":{"id":7},"live":{"name":"x"},"rebuilt":{"name":"y"}},
                         {"table":"server_view","key":{"id":8},"live":{},"rebuilt":{"name":"z"}}]}""")));
        Run run = projections("rebuild", "servers", "--compare");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("servers at position 90: 2 rows differ.")
                .contains("server_view {\"id\":7}: is {\"name\":\"x\"}, should be {\"name\":\"y\"}")
                .contains("server_view {\"id\":8}: is absent, should be {\"name\":\"z\"}");
    }

    @Test
    void cancels() {
        node.will("DELETE " + PATH + "/servers/rebuild", 202, "{}");
        assertThat(projections("cancel", "servers").out()).contains("has changed nothing");
        node.will("DELETE " + PATH + "/audit/rebuild", 409, "{\"detail\":\"No rebuild of audit is running.\"}");
        assertThat(projections("cancel", "audit").err()).contains("No rebuild of audit is running.");
    }

    @Test
    void deadLettersAreListedShownRetriedAndDiscarded() {
        node.will("GET " + LETTERS + "?limit=1000", 200, """
                        {"total":2,"letters":[
                         {"id":"a","position":7,"aggregate":"server-1","event_type":"ServerDisabled","cause":"why"},
                         {"id":"b","position":9,"aggregate":"server-1","event_type":"ServerEnabled","cause":null}]}""")
                .will("GET " + LETTERS + "/a", 200, "{\"payload\":{\"serverId\":1}}")
                .will("POST " + LETTERS + "/a/retry", 200, "{\"applied\":1,\"parked\":1,\"error\":\"still\"}")
                .will("POST " + LETTERS + "/retry", 200, "{\"applied\":2,\"parked\":0,\"error\":null}")
                .will("DELETE " + LETTERS + "/a", 204, "");
        assertThat(projections("dead-letters", "list", "servers").out())
                .contains("why")
                .contains("behind it")
                .contains("2 parked");
        assertThat(projections("dead-letters", "show", "servers", "a").out()).contains("serverId");
        Run once = projections("dead-letters", "retry", "servers", "a");
        assertThat(once.code()).isEqualTo(1);
        assertThat(once.out()).contains("1 applied, 1 still parked: still");
        assertThat(projections("dead-letters", "retry", "servers").code()).isZero();
        assertThat(projections("dead-letters", "discard", "servers", "a").code())
                .isEqualTo(2);
        assertThat(projections("dead-letters", "discard", "servers", "a", "--yes")
                        .out())
                .contains("Discarded");
    }
}
