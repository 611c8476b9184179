package dev.signalbox.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.TestNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Addresses by which other gateways were fooled, as no client library would send them. */
class PathTricksIT {

    private static final String SERVERS = "/api/v1/llm-config/servers";

    private final TestNode node = TestNode.shared();

    private record Raw(int status, String head, String body) {

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
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
    void nobodyComesInByThem(String path) throws IOException {
        for (String method : new String[] {"GET", "POST", "DELETE"}) {
            Raw control = send(node.controlPort(), method + " " + path, "");
            assertThat(control.status()).as(control.toString()).isIn(400, 401, 403);
            assertThat(control.head()).contains("application/problem+json");
            assertThat(control.json().path("type").asString("")).startsWith("urn:signalbox:problem:");
            assertThat(control.body()).doesNotContainIgnoringCase("tomcat", "exception", "<html");

            Raw data = send(node.dataPort(), method + " " + path, "");
            assertThat(data.status()).as(data.toString()).isIn(400, 401);
            if (!data.body().isEmpty()) {
                assertThat(data.json().path("error").path("message").asString(""))
                        .isNotEmpty();
            }
        }
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
    void theDataPlaneKnowsItsPathsByTheLetter(String path) throws IOException {
        Raw stranger = send(node.dataPort(), "GET " + path, "");
        assertThat(stranger.status()).as(stranger.toString()).isEqualTo(401);
        Raw known = send(node.dataPort(), "GET " + path, "Authorization: Bearer " + TestNode.INFERENCE_TOKEN + "\r\n");
        assertThat(known.status()).as(known.toString()).isEqualTo(404);
        assertThat(known.json().path("error").path("code").asString("")).isEqualTo("unknown_url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer %1$s\r\nAuthorization: Bearer %1$s\r\n",
                "Authorization: Bearer %1$s\r\nAuthorization: Bearer x\r\n",
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
    void headersThatAlmostSayWhoAsks(String header) throws IOException {
        String headers = header.formatted(TestNode.ADMIN_TOKEN);
        Raw control = send(node.controlPort(), "GET " + SERVERS, headers);
        assertThat(control.status()).as(control.toString()).isEqualTo(401);
        assertThat(control.json().path("type").asString()).isEqualTo("urn:signalbox:problem:unauthorized");
        assertThat(control.body()).doesNotContain(TestNode.ADMIN_TOKEN);
        Raw data = send(node.dataPort(), "GET /v1/models", headers);
        assertThat(data.status()).as(data.toString()).isEqualTo(401);
        assertThat(data.json().path("error").path("code").asString()).isEqualTo("invalid_api_key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?access_token=%s", "?TOKEN=%s", "?x=1&api_key=%s", "?anything=%s", "?apikey="})
    void tokensInTheAddressAreRefusedEvenBesideAGoodHeader(String query) throws IOException {
        String good = "Authorization: Bearer " + TestNode.ADMIN_TOKEN + "\r\n";
        Raw control = send(node.controlPort(), "GET " + SERVERS + query.formatted(TestNode.ADMIN_TOKEN), good);
        assertThat(control.status()).as(control.toString()).isEqualTo(401);
        assertThat(control.json().path("detail").asString()).contains("in the address");
        Raw data = send(node.dataPort(), "GET /v1/models" + query.formatted(TestNode.ADMIN_TOKEN), good);
        assertThat(data.status()).isEqualTo(401);
        assertThat(data.body()).contains("in the address").doesNotContain(TestNode.ADMIN_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {9_000, 20_000, 200_000})
    void overlongHeadersAreRefused(int length) throws IOException {
        String headers = "Authorization: Bearer " + "x".repeat(length) + "\r\n";
        assertThat(send(node.controlPort(), "GET " + SERVERS, headers).status()).isIn(400, 401, 431);
        assertThat(send(node.dataPort(), "GET /v1/models", headers).status()).isIn(400, 401, 413, 431);
    }

    private static Raw send(int port, String line, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            String request = line + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "Connection: close\r\n"
                    + "Content-Length: 0\r\n\r\n";
            String answer;
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                // it hangs up on those who go on sending
                return new Raw(400, "", "");
            }
            int end = answer.indexOf("\r\n\r\n");
            String body = end < 0 ? "" : answer.substring(end + 4);
            int from = body.indexOf('{');
            int to = body.lastIndexOf('}');
            return new Raw(
                    Integer.parseInt(answer.substring(9, 12)),
                    end < 0 ? answer : answer.substring(0, end),
                    // chunked or not
                    from < 0 ? body : body.substring(from, to + 1));
        }
    }
}
