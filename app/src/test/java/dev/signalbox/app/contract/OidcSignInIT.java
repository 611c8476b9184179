package dev.signalbox.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A browser that signs in at an identity provider: authorization code with PKCE. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcSignInIT {

    private static final String OIDC = "/api/v1/session/oidc";

    private final TestIssuer issuer = new TestIssuer();
    private TestNode node;

    @BeforeAll
    void start() {
        node = TestNode.start(
                PostgresForTests.newDatabase(),
                Map.of(
                        "signalbox.oidc.issuer", issuer.url(),
                        "signalbox.oidc.audience", TestIssuer.AUDIENCE,
                        "signalbox.oidc.client-id", TestIssuer.CLIENT));
    }

    @AfterAll
    void stop() {
        node.close();
        issuer.close();
    }

    private record Begun(Map<String, String> request, String cookie) {}

    private Begun begin() {
        Answer answer = node.stranger().get(OIDC);
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);
        URI location = URI.create(String.valueOf(answer.header("Location")));
        assertThat(location.toString()).startsWith(issuer.url() + "/auth?");
        String cookie = String.valueOf(answer.header("Set-Cookie"));
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=" + OIDC);
        return new Begun(TestIssuer.form(location.getRawQuery()), cookie.substring(0, cookie.indexOf(';')));
    }

    private Answer comeBack(Begun begun, String code, String state) {
        return node.stranger().with("Cookie", begun.cookie()).get(OIDC + "/callback?code=" + code + "&state=" + state);
    }

    @Test
    void asksAsItShould() {
        Map<String, String> request = begin().request();
        assertThat(request)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", TestIssuer.CLIENT)
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", "http://127.0.0.1:" + node.controlPort() + OIDC + "/callback")
                .containsKeys("state", "nonce", "code_challenge");
        assertThat(begin().request().get("state")).isNotEqualTo(request.get("state"));
    }

    @Test
    void signsIn() {
        Begun begun = begin();
        Answer back = comeBack(
                begun,
                issuer.authorize(begun.request(), "signalbox-auditor"),
                begun.request().get("state"));

        assertThat(back.status()).as(back.text()).isEqualTo(302);
        assertThat(back.header("Location")).isEqualTo("/");
        String session = back.response().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("signalbox_session="))
                .findFirst()
                .orElseThrow();
        assertThat(session).contains("HttpOnly", "SameSite=Strict");
        Http browser = node.stranger().with("Cookie", session.substring(0, session.indexOf(';')));
        assertThat(browser.get("/api/v1/session").json().path("user").asString())
                .isEqualTo("ada");
        assertThat(browser.get(Http.CONFIG + "/servers").status()).isEqualTo(200);
        assertThat(browser.post(Http.CONFIG + "/servers", "{}").status()).isEqualTo(403);
        assertThat(node.admin().get(Http.CONFIG + "/audit?action=sign_in").text())
                .contains("oidc-4711");
    }

    @Test
    void aCodeIsWorthNothingToOthers() {
        Begun victim = begin();
        String code = issuer.authorize(victim.request(), "signalbox-admin");
        Begun thief = begin();

        assertThat(comeBack(thief, code, victim.request().get("state")).status())
                .as("another's state")
                .isEqualTo(401);
        assertThat(comeBack(thief, code, thief.request().get("state")).status())
                .as("another's verifier")
                .isEqualTo(401);
        assertThat(node.stranger()
                        .get(OIDC + "/callback?code=" + code + "&state=x")
                        .status())
                .as("without a cookie")
                .isEqualTo(401);
        assertThat(node.stranger().get(OIDC + "/callback?error=access_denied").status())
                .isEqualTo(401);
    }

    @Test
    void aTokenOfAnotherSignInIsRefused() {
        Begun begun = begin();
        Map<String, String> forged = new HashMap<>(begun.request());
        forged.put("nonce", "of-another-sign-in");
        assertThat(comeBack(
                                begun,
                                issuer.authorize(forged, "signalbox-admin"),
                                begun.request().get("state"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void whoHasNoRoleStaysOutside() {
        Begun begun = begin();
        assertThat(comeBack(
                                begun,
                                issuer.authorize(begun.request(), "visitor"),
                                begun.request().get("state"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void saysHowOneCanSignIn() {
        assertThat(node.stranger().get("/api/v1/session").json().path("sign_in").toString())
                .isEqualTo("[\"token\",\"oidc\"]");
        assertThat(TestNode.shared()
                        .stranger()
                        .get("/api/v1/session")
                        .json()
                        .path("sign_in")
                        .toString())
                .isEqualTo("[\"token\"]");
        assertThat(TestNode.shared().stranger().get(OIDC).status()).isEqualTo(404);
    }
}
