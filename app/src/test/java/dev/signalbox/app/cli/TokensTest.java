package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static final String TOKENS = "/api/v1/admin/tokens";

    private final FakeControlPlane node = new FakeControlPlane();

    @AfterEach
    void stop() {
        node.close();
    }

    private Run tokens(String... arguments) {
        return Run.of(
                new Tokens(new Connection(Map.of("SIGNALBOX_URL", node.url() + "/", "SIGNALBOX_TOKEN", "sbx_one"))),
                arguments);
    }

    @Test
    void issuePrintsNothingButTheToken() {
        node.will("POST " + TOKENS, 201, "{\"token\":\"sbx_new\",\"id\":7,\"name\":\"App\"}");
        Run run = tokens("issue", "App", "--purpose", "chat", "--requests-per-minute", "60", "--expires", "90d");
        assertThat(run.code()).isZero();
        assertThat(run.out().strip()).isEqualTo("sbx_new");
    }

    @Test
    void listShowsWhatIsLeftOfEach() {
        node.will("GET " + TOKENS, 200, """
                [{"id":2,"name":"App","masked_token":"sbx_****wxyz","roles":["inference"],"expires_at":null,
                  "revoked_at":null},
                 {"id":1,"name":"Old","masked_token":"sbx_****abcd","roles":["admin","auditor"],
                  "expires_at":"2001-01-01T00:00:00Z","revoked_at":null}]""");
        assertThat(tokens("list").out().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains("2 App sbx_****wxyz inference - valid")
                .contains("1 Old sbx_****abcd admin,auditor 2001-01-01T00:00:00Z expired");
    }

    @Test
    void rotateAndRevoke() {
        node.will("POST " + TOKENS + "/7/rotate", 200, "{\"token\":\"sbx_newer\",\"id\":7,\"name\":\"App\"}");
        node.will("DELETE " + TOKENS + "/7", 204, "");
        assertThat(tokens("rotate", "7", "--grace", "1h").out().strip()).isEqualTo("sbx_newer");
        assertThat(tokens("revoke", "7").out()).contains("7 is revoked");
    }

    @Test
    void updateSendsWhatIsNamedAndNothingElse() {
        node.will("PUT " + TOKENS + "/7", 200, """
                {"id":7,"name":"App","requests_per_minute":120,"budget_usd_per_day":null,"models":[],"purposes":["chat"]}""");
        Run run = tokens("update", "7", "--requests-per-minute", "120", "--budget-per-day", "none", "--model", "none");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(node.bodies).containsExactly("""
                {"models":null,"requests_per_minute":120,"budget_usd_per_day":null}""");
        assertThat(run.out().lines())
                .containsExactly(
                        "Changed the token 7 (App):",
                        "  models []",
                        "  requests_per_minute 120",
                        "  budget_usd_per_day none");
    }

    @Test
    void updateWithNothingToChange() {
        assertThat(tokens("update", "7").err()).contains("Say what is to be changed");
        assertThat(tokens("update", "7", "--tokens-per-minute", "many").err())
                .contains("--tokens-per-minute many is no number, and not 'none'");
    }

    @Test
    void aSpanOfTimeThatIsNone() {
        Run run = tokens("rotate", "7", "--grace", "soon");
        assertThat(run.code()).isNotZero();
        assertThat(run.err()).contains("'soon' is no span of time");
    }
}
