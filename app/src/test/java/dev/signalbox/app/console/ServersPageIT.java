package dev.signalbox.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.signalbox.app.Http.CONFIG;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.signalbox.app.Http;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Browser.End.class)
class ServersPageIT {

    private final String name = "gpu-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void aServerIsTestedAddedEditedDisabledAndDeleted() {
        try (FakeUpstream upstream = new FakeUpstream();
                Browser browser = Browser.wide().signedIn()) {
            browser.go("Servers");
            browser.page()
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add a server"))
                    .first()
                    .click();
            browser.field("Name").fill(name);
            browser.dialog().getByLabel("Address").fill(upstream.url() + "/v1");
            browser.click("Test connection");
            assertThat(browser.dialog().getByText("Healthy - 2 models available"))
                    .isVisible();
            browser.dialog().getByRole(AriaRole.COMBOBOX, named("Model")).click();
            browser.page()
                    .getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("model-b"))
                    .click();
            browser.click("Add the server");
            assertThat(browser.row(name)).containsText("model-b");

            browser.row(name).getByRole(AriaRole.BUTTON, named("Test")).click();
            assertThat(browser.row(name)).containsText("Healthy");

            browser.menu("More for " + name, "Edit");
            browser.dialog().getByLabel("embeddings").check();
            browser.click("Save");
            assertThat(browser.dialog()).isHidden();
            assertThat(browser.row(name)).containsText("embeddings");

            browser.menu("More for " + name, "Disable");
            browser.click("Disable");
            assertThat(browser.row(name)).containsText("Disabled");

            browser.menu("More for " + name, "Delete");
            browser.click("Delete");
            assertThat(browser.row(name)).isHidden();
        }
    }

    @Test
    void whatServesCanNotBeDeletedAndThePageSaysWhy() {
        Http admin = Browser.node().admin();
        long id = add(admin);
        admin.post(
                CONFIG + "/active",
                "{\"purpose\": \"reranking\", \"provider_type\": \"ai_server\", \"provider_id\": " + id + "}");
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("Servers");
            browser.menu("More for " + name, "Delete");
            assertThat(browser.dialog()).containsText("It can’t be deleted while it serves reranking");
            assertThat(browser.button("Delete")).isDisabled();
            org.assertj.core.api.Assertions.assertThat(browser.accessibilityProblems())
                    .isEmpty();
        } finally {
            admin.delete(CONFIG + "/active/reranking");
        }
    }

    @Test
    void aConflictShowsBothVersionsAndLosesNothing() {
        Http admin = Browser.node().admin();
        long id = add(admin);
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("Servers");
            browser.menu("More for " + name, "Edit");
            browser.dialog().getByRole(AriaRole.COMBOBOX, named("Model")).fill("mine");
            admin.put(CONFIG + "/servers/" + id, "{\"model_path\": \"theirs\", \"use_for_embeddings\": true}");

            browser.click("Save");
            Locator conflict = browser.dialog().getByRole(AriaRole.ALERT);
            assertThat(conflict).containsText("Changed by someone else meanwhile");
            assertThat(conflict)
                    .containsText(Pattern.compile(
                            "admin saved another version (just now|\\d+ sec\\. ago) \\(position \\d+\\)"));
            Locator both = conflict.getByRole(AriaRole.ROW);
            assertThat(both.filter(new Locator.FilterOptions().setHasText("model"))
                            .getByRole(AriaRole.CELL))
                    .hasText(new String[] {"model", "theirs", "mine"});
            assertThat(both.filter(new Locator.FilterOptions().setHasText("serves embeddings"))
                            .getByRole(AriaRole.CELL))
                    .hasText(new String[] {"serves embeddings", "yes", "no"});
            org.assertj.core.api.Assertions.assertThat(browser.accessibilityProblems())
                    .isEmpty();

            browser.click("Save mine over it");
            assertThat(browser.row(name)).containsText("mine");
        }
    }

    @Test
    void whyAServerIsDownIsSaidInTheListAndInItsForm() {
        Http admin = Browser.node().admin();
        long id = add(admin);
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("Servers");
            assertThat(browser.row(name)).containsText("Unknown");
            // somebody else's check, or the schedule's
            admin.post(CONFIG + "/servers/" + id + "/test", null);
            assertThat(browser.row(name)).containsText("It can't be reached: nothing listens there");
            browser.menu("More for " + name, "Edit");
            assertThat(browser.dialog().getByRole(AriaRole.NOTE)).containsText("Is it running, and is the port right?");
            org.assertj.core.api.Assertions.assertThat(browser.accessibilityProblems())
                    .isEmpty();
        }
    }

    @Test
    void whatOthersChangeShowsWithoutAReload() {
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("Servers");
            long id = add(Browser.node().admin());
            assertThat(browser.row(name)).isVisible();
            Browser.node().admin().put(CONFIG + "/servers/" + id, "{\"model_path\": \"another\"}");
            assertThat(browser.row(name)).containsText("another");
        }
    }

    private long add(Http admin) {
        return admin.post(CONFIG + "/servers", """
                        {"name": "%s", "server_type": "ollama", "base_url": "http://127.0.0.1:9", "use_for_chat": true,
                         "use_for_reranking": true}""".formatted(name)).id();
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }
}
