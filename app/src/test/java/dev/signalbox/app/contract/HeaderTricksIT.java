package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.Visitor.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.TestNode;
import dev.signalbox.app.contract.Visitor.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Good tokens in bad places: twice, in the address, in a header too long to be one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeaderTricksIT {

    private static final String SERVERS = "/api/v1/llm-config/servers";
    /** Of the roles admin and inference: good on both ports. */
    private static final String GOOD = TestNode.ADMIN_TOKEN;

    private final Visitor visitor = new Visitor();
    private TestNode node;

    @BeforeAll
    void start() {
        node = TestNode.start();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer %1$s\r\nAuthorization: Bearer %1$s\r\n",
                "Authorization: Bearer %1$s\r\nAuthorization: Bearer x\r\n",
                "Authorization: Bearer %1$s\r\nauthorization: Bearer %1$s\r\n",
                "Authorization: Bearer %1$s, Bearer x\r\n",
                "Authorization: Bearer %1$s x\r\n",
                "Authorization: Bearer\r\n",
                "Authorization: %1$s\r\n",
                "Authorization: Basic %1$s\r\n",
                "Proxy-Authorization: Bearer %1$s\r\n",
                "X-Forwarded-User: admin\r\n",
                "Cookie: signalbox_session=%1$s\r\n",
                "X-Original-URL: /livez\r\n"
            })
    void headersThatAlmostSayWhoAsks(String header) {
        Visitor stranger = new Visitor();
        String headers = header.formatted(GOOD);
        Reply control = stranger.send(node.controlPort(), "GET " + SERVERS, headers);
        control.assertProblem(401, "unauthorized");
        assertThat(control.header("WWW-Authenticate")).isEqualTo("Bearer");
        Reply data = stranger.send(node.dataPort(), "GET /v1/models", headers);
        data.assertOpenAi(401, "invalid_api_key");
        assertThat(control.body() + data.body()).doesNotContain(GOOD);
        assertUnauthorized(stranger);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?access_token=%s", "?TOKEN=%s", "?x=1&api_key=%s", "?anything=%s", "?apikey="})
    void tokensInTheAddressAreRefusedEvenBesideAGoodHeader(String query) {
        Visitor stranger = new Visitor();
        String address = query.formatted(GOOD);
        Reply control = stranger.send(node.controlPort(), "GET " + SERVERS + address, bearer(GOOD));
        control.assertProblem(401, "unauthorized");
        assertThat(control.json().path("detail").asString()).contains("in the address");
        Reply data = stranger.send(node.dataPort(), "GET /v1/models" + address, bearer(GOOD));
        data.assertOpenAi(401, "invalid_api_key");
        assertThat(data.body()).contains("in the address");
        assertThat(control.body() + data.body()).doesNotContain(GOOD);
        assertUnauthorized(stranger);
    }

    private void assertUnauthorized(Visitor stranger) {
        assertThat(stranger.denials(node)).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.path("error_code").asString()).isEqualTo("unauthorized");
            assertThat(entry.path("operation").asString()).isIn("GET " + SERVERS, "GET /v1/models");
            assertThat(entry.toString()).doesNotContain(GOOD);
        });
    }

    /** It fits into a head, and is nobody's token. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 9_000})
    void longTokens(int length) {
        Visitor stranger = new Visitor();
        String headers = bearer("x".repeat(length));
        stranger.send(node.controlPort(), "GET " + SERVERS, headers).assertProblem(401, "unauthorized");
        stranger.send(node.dataPort(), "GET /v1/models", headers).assertOpenAi(401, "invalid_api_key");
        assertUnauthorized(stranger);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer ", "X-Long: ", "Cookie: signalbox_session="})
    void headersThatAreLongerThanAHeadMayBe(String header) {
        Visitor stranger = new Visitor();
        String headers = bearer(GOOD) + header + "x".repeat(17_000) + "\r\n";
        Reply control = stranger.send(node.controlPort(), "GET " + SERVERS, headers);
        assertThat(control.status()).as(control.toString()).isIn(400, 431);
        control.assertProblem(control.status(), "malformed");
        stranger.send(node.dataPort(), "GET /v1/models", headers).assertOpenAi(431, "");
        assertThat(stranger.denials(node)).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.path("error_code").asString()).isEqualTo("malformed");
            assertThat(entry.toString()).doesNotContain(GOOD).doesNotContain("xxxxxxxxxx");
        });
    }

    /** Whoever goes on sending may be cut off before the answer is read. */
    @ParameterizedTest
    @ValueSource(ints = {200_000, 2_000_000})
    void headersWithoutAnEnd(int length) {
        String headers = bearer("x".repeat(length));
        assertThat(visitor.send(node.controlPort(), "GET " + SERVERS, headers).status())
                .isIn(400, 431);
        assertThat(visitor.send(node.dataPort(), "GET /v1/models", headers).status())
                .isIn(400, 431);
    }

    /** What can't be read is put on record without what somebody may have hidden in it. */
    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/%zz", "/x%00y"})
    void aTokenInAnAddressThatCanNotBeRead(String path) {
        Visitor stranger = new Visitor();
        Reply control = stranger.send(node.controlPort(), "GET " + path + "?token=" + GOOD, "");
        assertThat(control.status()).as(control.toString()).isIn(400, 401);
        Reply data = stranger.send(node.dataPort(), "GET " + path + "?token=" + GOOD, "");
        assertThat(data.status()).as(data.toString()).isIn(400, 401);
        for (JsonNode entry : stranger.denials(node)) {
            assertThat(entry.toString()).doesNotContain(GOOD);
        }
    }
}
