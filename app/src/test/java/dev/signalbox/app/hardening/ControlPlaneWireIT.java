package dev.signalbox.app.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not get past, or slow down, the control plane's port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlPlaneWireIT {

    private static final String SERVERS = Http.CONFIG + "/servers";
    private static final String HEAD = "POST /api/v1/llm-config/servers HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + "Authorization: Bearer " + TestNode.ADMIN_TOKEN + "\r\nContent-Type: application/json\r\n";
    private TestNode node;

    @BeforeAll
    void start() {
        node = TestNode.start(
                PostgresForTests.newDatabase(),
                Map.of(
                        "signalbox.roles", "command,query",
                        "signalbox.control.head-timeout", "700ms",
                        "signalbox.control.body-timeout", "1s"));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEAD + "Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}",
                HEAD + "Content-Length: -1\r\n\r\n{}",
                HEAD + "Content-Length: 0x2\r\n\r\n{}",
                HEAD + "Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}",
                "GET /\u0000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /[] HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /livez%2f..%2fapi HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /livez HTTP/1.1\r\nHost: x y\r\nConnection: close\r\n\r\n",
                "GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
                "GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n",
                "TRACE /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "BREW /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "nonsense\r\n\r\n",
            })
    void whatCanNotBeReadIsRefusedInOurOwnWords(String bytes) throws IOException {
        String answer = Wire.converse(node.controlPort(), bytes);

        assertThat(answer).as(bytes).matches("(?s)HTTP/1.1 (4|501).*");
        assertThat(answer)
                .as(bytes)
                .doesNotContainIgnoringCase("tomcat")
                .doesNotContain("<html")
                .doesNotContain("Exception")
                .doesNotContainIgnoringCase("\r\nserver:");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(body.isEmpty() || answer.contains("application/problem+json"))
                .as(answer)
                .isTrue();
        assertThat(node.events()).isZero();
    }

    /** Whoever asks: it is not a matter of tokens. */
    @Test
    void methodsThatNobodyMayUse() throws IOException {
        String trace = "TRACE /api/v1/llm-config/servers HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";

        assertThat(Wire.converse(
                        node.controlPort(), trace + "Authorization: Bearer " + TestNode.ADMIN_TOKEN + "\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .contains("urn:signalbox:problem:method-not-allowed", "\"/api/v1/llm-config/servers\"");
        assertThat(Wire.converse(node.controlPort(), trace + "\r\n"))
                .startsWith("HTTP/1.1 405")
                .doesNotContain("WWW-Authenticate");
    }

    @Test
    void headsThatAreTooLong() throws IOException {
        String answer = Wire.converse(
                node.controlPort(),
                "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1.1 4(00|31) .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /liv", "GET /livez HTTP/1.1\r\nX-Drip: "})
    void headsThatDripInAreCutOff(String beginning) throws IOException, InterruptedException {
        assertThat(Wire.drip(node.controlPort(), beginning)).doesNotContain(" 200 ");
    }

    @Test
    void aBodyThatDripsInIsCutOff() throws IOException, InterruptedException {
        String answer = Wire.drip(node.controlPort(), HEAD + "Content-Length: 200000\r\n\r\n{\"name\": \"");

        assertThat(answer).startsWith("HTTP/1.1 408").contains("urn:signalbox:problem:timeout");
    }

    @Test
    void bodiesThatHaveToBeUnpacked() {
        Answer answer = node.admin().with("Content-Encoding", "gzip").post(SERVERS, "{}");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.problem()).isEqualTo("content-encoding");
    }

    @Test
    void multipartAndForms() {
        for (String type : new String[] {"multipart/form-data; boundary=x", "application/x-www-form-urlencoded"}) {
            assertThat(node.admin()
                            .with("Content-Type", type)
                            .post(SERVERS, "--x\r\n\r\n--x--")
                            .status())
                    .isIn(400, 415);
        }
    }

    /** Tomcat goes by the chunks, and ends the connection, so that nothing can hide behind the other length. */
    @Test
    void twoLengthsEndTheConnection() throws IOException {
        String answer = Wire.converse(
                node.controlPort(),
                HEAD.replace("Connection: close\r\n", "")
                        + "Content-Length: 50\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
                        + "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 422").doesNotContain(" 200 ");
    }

    /** Who is refused must not hold a connection by sending the rest of the body for ever. */
    @Test
    void theRestOfARefusedBodyIsNotWaitedFor() throws IOException, InterruptedException {
        String answer = Wire.drip(
                node.controlPort(),
                "POST /api/v1/llm-config/servers HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n{");

        assertThat(answer).startsWith("HTTP/1.1 401");
    }

    @Test
    void jsonThatIsNestedTooDeeply() {
        String deep = "{\"metadata\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(node.admin().post(SERVERS, deep).status()).isIn(400, 422);
    }

    @Test
    void aChunkedBodyThatIsTooLarge() throws IOException {
        String chunk = "8000\r\n" + " ".repeat(0x8000) + "\r\n";
        String answer =
                Wire.converse(node.controlPort(), HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(20));

        assertThat(answer).startsWith("HTTP/1.1 413").contains("urn:signalbox:problem:too-large");
    }

    @Test
    void pagesOfOtherSitesGetNothing() throws IOException {
        String preflight = Wire.converse(
                node.controlPort(),
                "OPTIONS /api/v1/llm-config/servers HTTP/1.1\r\nHost: x\r\nOrigin: https://evil.example\r\n"
                        + "Access-Control-Request-Method: POST\r\nConnection: close\r\n\r\n");

        assertThat(preflight).startsWith("HTTP/1.1 401").doesNotContainIgnoringCase("access-control-allow");
        assertThat(node.admin()
                        .with("X-Origin", "https://evil.example")
                        .get(SERVERS)
                        .response()
                        .headers()
                        .map()
                        .keySet())
                .noneMatch(name -> name.startsWith("access-control"));
    }

    @Test
    void everyAnswerCarriesTheHeadersThatBrowsersHeed() {
        for (Answer answer : new Answer[] {
            node.admin().get(SERVERS),
            node.admin().get("/api/v1/llm-config/nothing"),
            node.admin().post(SERVERS, "{"),
            node.admin().post(SERVERS, " ".repeat(300_000)),
            node.stranger().get(SERVERS),
            node.stranger().get("/livez")
        }) {
            assertThat(answer.header("X-Content-Type-Options"))
                    .as(answer::toString)
                    .isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Permissions-Policy")).contains("camera=()");
            assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
            assertThat(answer.header("Server")).isNull();
            assertThat(answer.header("X-Powered-By")).isNull();
        }
        Answer read = node.admin().get(SERVERS);
        assertThat(read.header("Cache-Control")).contains("no-store");
        assertThat(read.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(read.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(node.admin().get("/swagger-ui/index.html").header("Content-Security-Policy"))
                .contains("default-src 'self'", "frame-ancestors 'none'");
    }

    @Test
    void whatIsNotThereIsNotExplained() {
        Answer answer = node.admin().get("/api/v1/llm-config/nothing");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.detail()).isEqualTo("There is nothing at this address on this node.");
    }
}
