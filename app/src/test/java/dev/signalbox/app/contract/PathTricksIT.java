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

/** Addresses by which other gateways were fooled: none leads in, on neither port, and each is on record. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PathTricksIT {

    private static final String SERVERS = "/api/v1/llm-config/servers";

    private TestNode node;
    private final Visitor visitor = new Visitor();

    /** Of its own: only so many denials of all clients together are recorded. */
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
                "/" + SERVERS,
                "//api//v1//llm-config//servers",
                "/livez/.." + SERVERS,
                "/livez/%2e%2e" + SERVERS,
                "/livez;" + SERVERS,
                "/livez;/.." + SERVERS,
                "/livez%2f.." + SERVERS,
                "/livez%5c.." + SERVERS,
                "/livez\\.." + SERVERS,
                SERVERS + ";x=/livez",
                SERVERS + ";.css",
                SERVERS + "/.",
                SERVERS + "/",
                SERVERS + "%00",
                SERVERS + "%0a",
                SERVERS + "%",
                SERVERS + "%zz",
                SERVERS + "%c0%ae",
                "/API/V1/LLM-CONFIG/SERVERS",
                "/api/v1/llm-config/%73ervers",
                "/api/v1/llm-config%2fservers",
                "/api/v1/llm-config/servers?reveal=true",
                "/assets/.." + SERVERS,
                "/assets/..%2f..%2fapplication.yaml",
                "/actuator/..;/actuator/env",
                "/%61ctuator/env",
                "http://127.0.0.1" + SERVERS,
                "*",
                "/\u00e4",
                "/v1/%6dodels",
                "/v1%2fmodels",
                "/{servers}",
                "/a|b",
                "/a\"b"
            })
    void nobodyComesInByThem(String path) {
        Visitor stranger = new Visitor();
        for (String method : new String[] {"GET", "POST", "DELETE"}) {
            Reply control = stranger.send(node.controlPort(), method + " " + path, "");
            assertThat(control.status()).as(control.toString()).isIn(400, 401, 403);
            assertThat(control.head()).contains("application/problem+json");
            assertThat(control.json().path("type").asString("")).startsWith("urn:signalbox:problem:");
            assertThat(control.body()).doesNotContainIgnoringCase("tomcat", "exception", "<html");

            Reply data = stranger.send(node.dataPort(), method + " " + path, "");
            assertThat(data.status()).as(data.toString()).isIn(400, 401);
            assertThat(data.json().path("error").path("message").asString("")).isNotEmpty();
        }
        assertThat(stranger.denials(node)).allSatisfy(entry -> {
            assertThat(entry.path("error_code").asString()).isIn("unauthorized", "malformed");
            assertThat(entry.path("user").asString()).isEqualTo("anonymous");
            assertThat(entry.path("operation").asString()).matches("(GET|POST|DELETE) [\\x21-\\x7e]+");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//v1/models",
                "/v1/models;x",
                "/V1/MODELS",
                "/x/../v1/models",
                "/livez/../v1/models",
                "/livez;/v1/models"
            })
    void theDataPlaneKnowsItsPathsByTheLetter(String path) {
        Visitor stranger = new Visitor();
        stranger.send(node.dataPort(), "GET " + path, "").assertOpenAi(401, "invalid_api_key");
        JsonNode entry = stranger.denials(node).getFirst();
        assertThat(entry.path("error_code").asString()).isEqualTo("unauthorized");
        visitor.send(node.dataPort(), "GET " + path, bearer(TestNode.INFERENCE_TOKEN))
                .assertOpenAi(404, "unknown_url");
    }

    /** Whoever has a token gets what the path says to the letter, or nothing; never what another reading of it would give. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/API/V1/LLM-CONFIG/SERVERS",
                "/api/v1/llm-config/servers;x=y",
                "//api/v1/llm-config/servers",
                "/livez/%2e%2e/api/v1/llm-config/servers",
                "/api/v1/llm-config%2fservers"
            })
    void theControlPlaneKnowsItsPathsByTheLetter(String path) {
        Reply reply = visitor.send(node.controlPort(), "GET " + path, bearer(TestNode.ADMIN_TOKEN));
        assertThat(reply.status()).as(reply.toString()).isIn(400, 403, 404);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    }
}
