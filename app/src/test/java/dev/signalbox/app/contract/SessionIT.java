package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.SessionFixtures.SESSION;
import static dev.signalbox.app.contract.SessionFixtures.browser;
import static dev.signalbox.app.contract.SessionFixtures.cookies;
import static dev.signalbox.app.contract.SessionFixtures.script;
import static dev.signalbox.app.contract.TokenFixtures.SERVERS;
import static dev.signalbox.app.contract.TokenFixtures.TOKENS;
import static dev.signalbox.app.contract.TokenFixtures.issue;
import static dev.signalbox.app.contract.TokenFixtures.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import dev.signalbox.testing.PostgresForTests.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A browser's way in and out, on two nodes over one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionIT {

    private TestNode node;
    private TestNode other;

    @BeforeAll
    void start() {
        TestDatabase database = PostgresForTests.newDatabase();
        // so that each test can guess from an address of its own
        Map<String, String> proxied = Map.of("signalbox.trusted-proxies", "127.0.0.1");
        node = TestNode.start(database, proxied);
        other = TestNode.start(database, proxied);
    }

    @AfterAll
    void stop() {
        other.close();
        node.close();
    }

    private Answer signIn(String token) {
        return SessionFixtures.signIn(node, token);
    }

    @Test
    void signsIn() {
        Answer answer = signIn(TestNode.ADMIN_TOKEN);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("user").asString()).isEqualTo("admin");
        assertThat(answer.json().path("roles").toString()).contains("\"admin\"");
        assertThat(answer.json().path("expires_at").asString()).endsWith("Z");
        List<String> set = answer.response().headers().allValues("Set-Cookie");
        assertThat(set).hasSize(2).allSatisfy(cookie -> assertThat(cookie).contains("SameSite=Strict", "Path=/"));
        assertThat(set.getFirst()).startsWith("signalbox_session=").contains("HttpOnly");
        assertThat(set.getLast()).startsWith("XSRF-TOKEN=").doesNotContain("HttpOnly");
        assertThat(answer.text()).doesNotContain(TestNode.ADMIN_TOKEN);
    }

    @Test
    void isKnownOnEveryNode() {
        Answer signedIn = signIn(TestNode.ADMIN_TOKEN);

        assertThat(browser(node, signedIn).get(SERVERS).status()).isEqualTo(200);
        assertThat(browser(other, signedIn).get(SERVERS).status()).isEqualTo(200);
        assertThat(browser(other, signedIn).get(SESSION).json()).isEqualTo(signedIn.json());
    }

    @Test
    void nobodyIsSignedInWithoutACookie() {
        Answer answer = node.stranger().get(SESSION);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.problem()).isEqualTo("unauthorized");
        assertThat(node.stranger()
                        .with("Cookie", "signalbox_session=made-up")
                        .get(SESSION)
                        .status())
                .isEqualTo(401);
        assertThat(node.stranger()
                        .with("Cookie", "signalbox_session=made-up")
                        .get(SERVERS)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aWriteNeedsTheHeaderThatOnlyOurPageCanSend() {
        Answer signedIn = signIn(TestNode.ADMIN_TOKEN);
        String server = "{\"name\":\"" + UUID.randomUUID()
                + "\",\"server_type\":\"ollama\",\"base_url\":\"http://127.0.0.1:9\"}";

        Answer forged = browser(node, signedIn).post(SERVERS, server);
        assertThat(forged.status()).isEqualTo(403);
        assertThat(forged.detail()).contains("X-XSRF-TOKEN");
        assertThat(browser(node, signedIn)
                        .with("X-XSRF-TOKEN", "guessed")
                        .post(SERVERS, server)
                        .status())
                .isEqualTo(403);
        String foreign = cookies(signIn(TestNode.ADMIN_TOKEN)).get("XSRF-TOKEN");
        assertThat(browser(node, signedIn)
                        .with("X-XSRF-TOKEN", foreign)
                        .post(SERVERS, server)
                        .status())
                .as("of another session")
                .isEqualTo(403);
        assertThat(script(node, signedIn).post(SERVERS, server).status()).isEqualTo(201);
    }

    @Test
    void signsOutEverywhere() {
        Answer signedIn = signIn(TestNode.ADMIN_TOKEN);
        assertThat(browser(node, signedIn).delete(SESSION).status())
                .as("without CSRF")
                .isEqualTo(403);

        Answer out = script(node, signedIn).delete(SESSION);

        assertThat(out.status()).isEqualTo(204);
        assertThat(out.response().headers().allValues("Set-Cookie"))
                .allSatisfy(cookie -> assertThat(cookie).contains("Max-Age=0"));
        assertThat(browser(node, signedIn).get(SERVERS).status()).isEqualTo(401);
        assertThat(browser(other, signedIn).get(SERVERS).status()).isEqualTo(401);
    }

    @Test
    void endsWithItsToken() {
        Answer issued = issue(node, "\"roles\":[\"auditor\"]");
        Answer signedIn = signIn(token(issued));
        assertThat(signedIn.status()).isEqualTo(200);
        assertThat(browser(node, signedIn).get(SERVERS).status()).isEqualTo(200);
        assertThat(script(node, signedIn).post(SERVERS, "{}").status()).isEqualTo(403);

        node.admin().delete(TOKENS + "/" + issued.id());

        assertThat(browser(node, signedIn).get(SERVERS).status()).isEqualTo(401);
        await().until(() -> browser(other, signedIn).get(SERVERS).status() == 401);
    }

    @Test
    void endsWhenItsTokenIsReplaced() {
        Answer issued = issue(node, "\"roles\":[\"auditor\"]");
        Answer signedIn = signIn(token(issued));
        node.admin().post(TOKENS + "/" + issued.id() + "/rotate", "{}");

        assertThat(browser(node, signedIn).get(SERVERS).status()).isEqualTo(401);
    }

    @Test
    void aTokenForMachinesIsForMachines() {
        assertThat(signIn(TestNode.INFERENCE_TOKEN).status()).isEqualTo(403);
        assertThat(signIn(TestNode.ROUTER_TOKEN).status()).isEqualTo(403);
    }

    @Test
    void whoGuessesWaits() {
        Http guesser = node.stranger().with("X-Forwarded-For", "192.0.2.77");
        for (int i = 0; i < 5; i++) {
            assertThat(guesser.post(SESSION, "{\"token\":\"sbx_guess" + i + "\"}")
                            .status())
                    .isEqualTo(401);
        }
        Answer blocked = guesser.post(SESSION, "{\"token\":\"" + TestNode.ADMIN_TOKEN + "\"}");

        assertThat(blocked.status()).isEqualTo(429);
        assertThat(blocked.header("Retry-After")).isEqualTo("1");
        assertThat(blocked.problem()).isEqualTo("too-many-attempts");
        assertThat(signIn(TestNode.ADMIN_TOKEN).status()).as("from elsewhere").isEqualTo(200);
        await().until(() -> guesser.post(SESSION, "{\"token\":\"" + TestNode.ADMIN_TOKEN + "\"}")
                        .status()
                == 200);
    }

    @Test
    void allOfItIsOnRecord() {
        String trace = UUID.randomUUID().toString();
        Http client = node.stranger().with("X-Request-Id", trace).with("X-Forwarded-For", "192.0.2.78");
        client.post(SESSION, "{\"token\":\"sbx_wrong\"}");
        Answer signedIn = client.post(SESSION, "{\"token\":\"" + TestNode.ADMIN_TOKEN + "\"}");
        script(node, signedIn).with("X-Request-Id", trace).delete(SESSION);

        var items = node.admin()
                .get(Http.CONFIG + "/audit?request_id=" + trace)
                .json()
                .path("items");
        assertThat(items.findValuesAsString("operation")).containsExactly("SignOut", "SignIn", "SignIn");
        assertThat(items.findValuesAsString("outcome")).containsExactly("done", "done", "denied");
        assertThat(items.findValuesAsString("user")).containsExactly("admin", "admin", "anonymous");
        assertThat(items.get(0).toString()).contains("\"session\"").contains("admin-token");
    }

    @Test
    void theCookieIsInNoRow() {
        Answer signedIn = signIn(TestNode.ADMIN_TOKEN);
        assertThat(node.database()
                        .sql("select string_agg(s::text, ' ') from browser_session s")
                        .query(String.class)
                        .single())
                .doesNotContain(cookies(signedIn).get("signalbox_session"))
                .doesNotContain(cookies(signedIn).get("XSRF-TOKEN"))
                .doesNotContain(TestNode.ADMIN_TOKEN);
    }

    @Test
    void expires() {
        Answer signedIn = signIn(TestNode.ADMIN_TOKEN);
        node.database()
                .sql("update browser_session set seen_at = seen_at - interval '2 hours'")
                .update();
        assertThat(browser(node, signedIn).get(SERVERS).status()).isEqualTo(401);
    }

    @Test
    void whatIsNoTokenIsRefused() {
        assertThat(node.stranger().post(SESSION, "{}").status()).isEqualTo(422);
        assertThat(node.stranger().post(SESSION, "nonsense").status()).isEqualTo(400);
        assertThat(node.stranger()
                        .with("Content-Type", "text/plain")
                        .post(SESSION, "{\"token\":\"x\"}")
                        .status())
                .as("what a foreign page's form can send")
                .isEqualTo(415);
    }
}
