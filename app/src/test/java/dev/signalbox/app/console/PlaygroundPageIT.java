package dev.signalbox.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Browser.End.class)
class PlaygroundPageIT {

    private static final String PLAYGROUND = "/api/v1/admin/playground/";
    private final String name = "play-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void anAnswerIsStreamedThroughTheActiveProvider() {
        Http admin = Browser.node().admin();
        try (FakeUpstream upstream = new FakeUpstream()) {
            long id = choose(admin, upstream);
            try (Browser browser = Browser.wide().signedIn()) {
                browser.go("Playground");
                browser.click("Send");
                assertThat(browser.page().getByText("All clear.")).isVisible();
                var facts = browser.page()
                        .getByRole(
                                AriaRole.TABLE,
                                new com.microsoft.playwright.Page.GetByRoleOptions().setName("How it went"));
                assertThat(facts).containsText("ai_server/" + id);
                assertThat(facts).containsText("Time to first content");
            }
        } finally {
            admin.delete(CONFIG + "/active/chat");
        }
    }

    @Test
    void itsErrorsAreThoseOfTheDataPlane() {
        try (TestNode node = TestNode.start()) {
            Answer nothing = node.admin().post(PLAYGROUND + "embeddings", "{\"input\": \"x\"}");
            assertThat(nothing.status()).isEqualTo(503);
            assertThat(nothing.json().path("error").path("code").asString()).isNotEmpty();
            assertThat(node.admin().post(PLAYGROUND + "../usage", "{}").status())
                    .isIn(400, 403, 404);
            assertThat(node.admin().post(PLAYGROUND + "other", "{}").status()).isEqualTo(404);
            Http inference =
                    new Http(node.controlPort(), Map.of("Authorization", "Bearer " + TestNode.INFERENCE_TOKEN));
            assertThat(inference.post(PLAYGROUND + "chat", "{}").status()).isEqualTo(403);
        }
    }

    /** @return the server's number */
    private long choose(Http admin, FakeUpstream upstream) {
        long id = admin.post(
                        CONFIG + "/servers",
                        "{\"name\": \"%s\", \"server_type\": \"openai-compatible\", \"base_url\": \"%s\", \"use_for_chat\": true, \"model_path\": \"model-a\"}"
                                .formatted(name, upstream.url()))
                .id();
        admin.post(
                CONFIG + "/active",
                "{\"purpose\": \"chat\", \"provider_type\": \"ai_server\", \"provider_id\": " + id + "}");
        return id;
    }
}
