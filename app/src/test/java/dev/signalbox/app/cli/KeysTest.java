package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {

    private static final String RING = "/api/v1/admin/keyring";
    private static final String NO_REWRAP = "{\"state\":\"idle\",\"done\":0,\"failed\":0,\"total\":0,\"per_second\":0}";

    private final FakeControlPlane node = new FakeControlPlane();

    @AfterEach
    void stop() {
        node.close();
    }

    private Run keys(String... arguments) {
        return Run.of(
                new Keys(new Connection(Map.of("SIGNALBOX_URL", node.url() + "/", "SIGNALBOX_TOKEN", "sbx_one"))),
                arguments);
    }

    private static String ring(String rewrap) {
        return """
                {"primary":"0a1b2c3d","keys":[
                {"id":"0a1b2c3d","primary":true,"held":true,"source":"file","wraps":12,"added_at":"2026-11-01T00:00:00Z"},
                {"id":"ffffffff","primary":false,"held":false,"source":"elsewhere","wraps":1,"added_at":null}],
                "rewrap":%s,
                "degraded":[{"provider_type":"api_key","provider_id":7,"name":"lost","secret_id":"s","version":1,
                "needed_key_id":"ffffffff"}]}""".formatted(rewrap);
    }

    private static String rewrap(String state, int done, String error) {
        return "{\"state\":\"%s\",\"done\":%d,\"failed\":0,\"total\":20,\"per_second\":10,\"error\":%s}"
                .formatted(state, done, error);
    }

    @Test
    void listShowsKeysAndWhatCannotBeOpened() {
        node.will("GET " + RING, 200, ring(NO_REWRAP));
        Run run = keys("list");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
                .contains("0a1b2c3d yes yes file 12 2026-11-01T00:00:00Z")
                .contains("ffffffff - - elsewhere 1 -")
                .contains("can't be opened: api_key 7 (lost), it needs the key ffffffff");
        assertThat(node.tokens).containsExactly("Bearer sbx_one");
    }

    @Test
    void listGivesJson() {
        node.will("GET " + RING, 200, ring(NO_REWRAP));
        assertThat(keys("list", "-o", "json").out()).contains("\"primary\" : \"0a1b2c3d\"");
        assertThat(keys("-o", "json", "list").out()).contains("\"primary\" : \"0a1b2c3d\"");
    }

    @Test
    void addSaysWhatComesNext() {
        node.will("POST " + RING + "/keys", 201, "{\"id\":\"11111111\"}");
        assertThat(keys("add").out()).contains("Back up the ring file", "signalbox keys promote 11111111");
    }

    @Test
    void promotesAndRetires() {
        node.will("POST " + RING + "/keys/11111111/promote", 200, "");
        node.will("POST " + RING + "/keys/11111111/retire", 200, "");
        assertThat(keys("promote", "11111111").code()).isZero();
        assertThat(keys("retire", "11111111").code()).isZero();
        assertThat(node.asked).hasSize(2);
    }

    @Test
    void anIdIsNotAPath() {
        node.will("POST " + RING + "/keys/..%2Frewrap/retire", 404, "{\"detail\":\"There is no such key.\"}");
        assertThat(keys("retire", "../rewrap").err()).isEqualToIgnoringNewLines("signalbox: There is no such key.");
    }

    @Test
    void aRefusalIsShownInTheNodesWords() {
        node.will("POST " + RING + "/keys/0a1b2c3d/retire", 409, "{\"detail\":\"The key 0a1b2c3d seals.\"}");
        Run run = keys("retire", "0a1b2c3d");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualToIgnoringNewLines("signalbox: The key 0a1b2c3d seals.");
    }

    @Test
    void rewrapWaitsForItsEnd() {
        node.will("POST " + RING + "/rewrap", 202, "")
                .will("GET " + RING, 200, ring(rewrap("running", 5, "null")))
                .will("GET " + RING, 200, ring(rewrap("done", 20, "null")));
        Run run = keys("rewrap");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("5 of 20, 10 per second", "Done: 20 re-wrapped");
    }

    @Test
    void rewrapThatFailsEndsWithOne() {
        node.will("POST " + RING + "/rewrap", 202, "")
                .will("GET " + RING, 200, ring(rewrap("failed", 19, "\"1 secret can't be unwrapped\"")));
        Run run = keys("rewrap", "-o", "json");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).startsWith("{").contains("\"done\" : 19");
        assertThat(run.err()).contains("The re-wrap is failed: 1 secret can't be unwrapped");
    }

    @Test
    void rewrapThatIsCancelledEndsWithOne() {
        node.will("POST " + RING + "/rewrap", 202, "").will("GET " + RING, 200, ring(rewrap("cancelled", 3, "null")));
        assertThat(keys("rewrap").code()).isEqualTo(1);
    }

    @Test
    void rewrapJoinsTheOneThatRuns() {
        node.will("POST " + RING + "/rewrap", 409, "{\"detail\":\"One is running.\"}")
                .will("GET " + RING, 200, ring(rewrap("running", 5, "null")))
                .will("GET " + RING, 200, ring(rewrap("running", 9, "null")))
                .will("GET " + RING, 200, ring(rewrap("done", 20, "null")));
        assertThat(keys("rewrap").code()).isZero();
    }

    @Test
    void rewrapThatIsRefusedIsNotFollowed() {
        node.will("POST " + RING + "/rewrap", 409, "{\"detail\":\"No key seals.\"}")
                .will("GET " + RING, 200, ring(NO_REWRAP));
        assertThat(keys("rewrap").err()).contains("No key seals.");
    }

    @Test
    void generateTouchesNothing() {
        Run run = keys("generate");
        assertThat(Base64.getUrlDecoder().decode(run.out().strip())).hasSize(32);
        assertThat(keys("generate").out()).isNotEqualTo(run.out());
        assertThat(node.asked).isEmpty();
    }

    @Test
    void whereNothingRunsItSaysHowToStart() {
        node.close();
        Run run = keys("list");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("No Signalbox answers at " + node.url(), "./signalbox", "SIGNALBOX_URL");
    }

    @Test
    void takesTokenAndPortOfTheNodesHome(@TempDir Path home) throws Exception {
        node.will("GET " + RING, 200, ring(NO_REWRAP));
        Files.writeString(home.resolve("admin-token"), "sbx_of_the_file\n");
        var environment =
                Map.of("SIGNALBOX_HOME", home.toString(), "SIGNALBOX_CONTROL_PORT", Integer.toString(node.port()));
        assertThat(Run.of(new Keys(new Connection(environment)), "list").code()).isZero();
        assertThat(node.tokens).containsExactly("Bearer sbx_of_the_file");
    }

    @Test
    void anOptionGoesBeforeTheEnvironment() {
        node.will("GET " + RING, 200, ring(NO_REWRAP));
        var environment = Map.of("SIGNALBOX_URL", "http://127.0.0.1:1", "SIGNALBOX_ADMIN_TOKEN", "sbx_admin");
        assertThat(Run.of(new Keys(new Connection(environment)), "list", "--url", node.url())
                        .code())
                .isZero();
        assertThat(node.tokens).containsExactly("Bearer sbx_admin");
    }

    @Test
    void withoutATokenItSaysWhatToSet(@TempDir Path home) {
        node.will("GET " + RING, 401, "{\"detail\":\"A bearer token is needed.\"}");
        var environment = Map.of("SIGNALBOX_URL", node.url(), "SIGNALBOX_HOME", home.toString());
        Run run = Run.of(new Keys(new Connection(environment)), "list");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("A bearer token is needed.", "set SIGNALBOX_TOKEN");
    }

    @Test
    void aTokenThatIsNoHeaderIsNotPrinted() {
        var environment = Map.of("SIGNALBOX_URL", node.url(), "SIGNALBOX_TOKEN", "sbx_in\ntwo");
        Run run = Run.of(new Keys(new Connection(environment)), "list");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("check --url and SIGNALBOX_TOKEN").doesNotContain("sbx_in");
    }

    @Test
    void wrongUsageEndsWithTwo() {
        assertThat(keys().code()).isEqualTo(2);
        assertThat(keys("promote").code()).isEqualTo(2);
        assertThat(keys("list", "-o", "xml").code()).isEqualTo(2);
    }
}
