package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.TokenFixtures.SERVERS;
import static dev.signalbox.app.contract.TokenFixtures.models;
import static dev.signalbox.app.contract.TokenFixtures.servers;
import static dev.signalbox.app.contract.TokenFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keycloak itself as the identity provider. It is 160 MB and slow to start, so that it is asked for by {@code -Pkeycloak};
 * {@link OidcIT} runs everywhere.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class KeycloakIT {

    private static final Duration START = Duration.ofMinutes(10);
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]*)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private Keycloak keycloak;
    private TestNode node;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        String distribution = System.getProperty("keycloak.home", "");
        Assumptions.assumeFalse(
                distribution.isEmpty(), "no keycloak.home: -Pkeycloak fetches Keycloak, and runs this test against it");
        keycloak = new Keycloak(Path.of(distribution), home);
        await().atMost(START).pollInterval(Duration.ofSeconds(1)).until(keycloak::isThere);
        node = TestNode.start(
                PostgresForTests.newDatabase(),
                Map.of(
                        "signalbox.oidc.issuer", keycloak.issuer(),
                        "signalbox.oidc.audience", "signalbox",
                        "signalbox.oidc.client-id", "signalbox-console"));
        await().atMost(Duration.ofMinutes(1)).until(() -> servers(node, token("deployer")) == 200);
    }

    @AfterAll
    void stop() {
        if (node != null) {
            node.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
        http.close();
    }

    /** Of a client by its own credentials. */
    private String token(String client) throws Exception {
        String form = form(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                client,
                "client_secret",
                client + "-secret-of-the-tests"));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(keycloak.issuer() + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
        return JsonMapper.shared().readTree(answer.body()).path("access_token").asString();
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Test
    void rolesOfTheRealmDecide() throws Exception {
        String deployer = token("deployer");
        assertThat(with(node.controlPort(), deployer).post(SERVERS, "{}").status())
                .as("an administrator, by signalbox-admin")
                .isEqualTo(422);
        assertThat(models(node, deployer)).as("without signalbox-inference").isEqualTo(403);
        assertThat(models(node, token("application"))).isEqualTo(200);
        assertThat(servers(node, token("application"))).isEqualTo(403);
    }

    @Test
    void whatIsNotForUsIsRefused() throws Exception {
        String elsewhere = token("elsewhere");
        assertThat(servers(node, elsewhere)).as("no audience of ours").isEqualTo(401);
        assertThat(models(node, elsewhere)).isEqualTo(401);
        String good = token("deployer");
        assertThat(servers(node, good.substring(0, good.length() - 8) + "AAAAAAAA"))
                .isEqualTo(401);
    }

    @Test
    void whoItWasIsOnRecord() throws Exception {
        String name = UUID.randomUUID().toString();
        Answer made = with(node.controlPort(), token("deployer"))
                .post(
                        SERVERS,
                        "{\"name\":\"" + name + "\",\"server_type\":\"ollama\",\"base_url\":\"http://127.0.0.1:9\"}");
        assertThat(made.status()).isEqualTo(201);
        var items = node.admin()
                .get(Http.CONFIG + "/audit?entity_type=server&entity_id=" + made.id())
                .json()
                .path("items");
        assertThat(items.findValuesAsString("user")).containsExactly("service-account-deployer");
        assertThat(items.get(0).path("token_id").asString()).startsWith("oidc-");
    }

    /** As a browser does it, with Keycloak's own page in between. */
    @Test
    void aPersonSignsIn() throws Exception {
        String console = "http://127.0.0.1:" + node.controlPort();
        URI asked = redirect(send(get(console + "/api/v1/session/oidc")));
        assertThat(asked.toString()).startsWith(keycloak.issuer()).contains("code_challenge_method=S256");
        String page = send(get(asked.toString())).body();
        Matcher form = FORM.matcher(page);
        assertThat(form.find()).as(page).isTrue();
        URI back = redirect(send(HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        form(Map.of("username", "ada", "password", "a-password-of-the-tests"))))));
        assertThat(back.toString()).startsWith(console + "/api/v1/session/oidc/callback?");
        assertThat(redirect(send(get(back.toString())))).hasPath("/");

        String session = send(get(console + "/api/v1/session")).body();
        assertThat(JsonMapper.shared().readTree(session).path("user").asString())
                .isEqualTo("ada");
        assertThat(send(get(console + SERVERS)).statusCode())
                .as("an auditor, by the role of the realm")
                .isEqualTo(200);
    }

    private static HttpRequest.Builder get(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    /** With all cookies so far; loopback is as good as TLS to a browser, but not to Java's own handler of cookies. */
    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
        return answer;
    }

    private static URI redirect(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
    }
}
