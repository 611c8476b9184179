package dev.signalbox.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.util.List;
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
                assertThat(facts).containsText("1, the first one answered");

                browser.page().getByText("Embedding").click();
                browser.click("Send");
                assertThat(browser.page().getByText("2 dimensions: 0.5000, -0.2500"))
                        .isVisible();
                assertThat(facts).containsText("Time in all");

                browser.page().getByText("Rerank").click();
                browser.click("Send");
                assertThat(browser.page().getByText("0.900  document 2")).isVisible();
            }
        } finally {
            List.of("chat", "embeddings", "reranking").forEach(purpose -> admin.delete(CONFIG + "/active/" + purpose));
        }
    }

    @Test
    void whoWasTriedBeforeIsNamed() {
        Http admin = Browser.node().admin();
        try (FakeUpstream upstream = new FakeUpstream();
                Browser browser = Browser.wide().signedIn()) {
            long gone = add(admin, name + "-gone", "http://127.0.0.1:9");
            long there = add(admin, name, upstream.url());
            admin.post(
                    CONFIG + "/active",
                    "{\"purpose\": \"chat\", \"provider_type\": \"ai_server\", \"provider_id\": %d, \"fallbacks\": [{\"provider_type\": \"ai_server\", \"provider_id\": %d}]}"
                            .formatted(gone, there));
            browser.go("Playground");
            browser.click("Send");
            var facts = browser.page()
                    .getByRole(
                            AriaRole.TABLE,
                            new com.microsoft.playwright.Page.GetByRoleOptions().setName("How it went"));
            assertThat(facts).containsText(name + "-gone: connection failed");
            assertThat(facts).containsText(name + " (ai_server/" + there + ")");
        } finally {
            admin.delete(CONFIG + "/active/chat");
        }
    }

    @Test
    void itsErrorsAreThoseOfTheDataPlane() {
        TestNode node = TestNode.shared();
        node.admin().delete(CONFIG + "/active/embeddings");
        Answer nothing = node.admin().post(PLAYGROUND + "embeddings", "{\"input\": \"x\"}");
        assertThat(nothing.status()).isEqualTo(503);
        assertThat(nothing.json().path("error").path("code").asString()).isNotEmpty();
        assertThat(node.admin().post(PLAYGROUND + "../usage", "{}").status()).isIn(400, 403, 404);
        assertThat(node.admin().post(PLAYGROUND + "other", "{}").status()).isEqualTo(404);
        Http inference = new Http(node.controlPort(), Map.of("Authorization", "Bearer " + TestNode.INFERENCE_TOKEN));
        assertThat(inference.post(PLAYGROUND + "chat", "{}").status()).isEqualTo(403);
    }

    /** @return the server's number */
    private long choose(Http admin, FakeUpstream upstream) {
        long id = add(admin, name, upstream.url());
        for (String purpose : List.of("chat", "embeddings", "reranking")) {
            admin.post(
                    CONFIG + "/active",
                    "{\"purpose\": \"%s\", \"provider_type\": \"ai_server\", \"provider_id\": %d}"
                            .formatted(purpose, id));
        }
        return id;
    }

    private static long add(Http admin, String name, String url) {
        return admin.post(CONFIG + "/servers", """
                        {"name": "%s", "server_type": "openai-compatible", "base_url": "%s", "model_path": "model-a",
                         "use_for_chat": true, "use_for_embeddings": true, "use_for_reranking": true}""".formatted(name, url)).id();
    }
}
