package dev.signalbox.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.signalbox.app.Http.CONFIG;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.signalbox.app.Http;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** History, audit log and projections. */
@ExtendWith(Browser.End.class)
class RecordPagesIT {

    private final String name = "rec-" + UUID.randomUUID().toString().substring(0, 8);
    private Http admin;
    private long id;

    @BeforeEach
    void aServerThatWasChanged() {
        admin = Browser.node().admin();
        id = admin.post(
                        CONFIG + "/servers",
                        "{\"name\": \"%s\", \"server_type\": \"ollama\", \"base_url\": \"http://127.0.0.1:9\", \"model_path\": \"good\"}"
                                .formatted(name))
                .id();
        admin.put(CONFIG + "/servers/" + id, "{\"model_path\": \"mistake\"}");
    }

    @Test
    void aMistakeIsUndoneInThreeClicks() {
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("History");
            Locator change = browser.page()
                    .getByRole(AriaRole.LISTITEM)
                    .filter(new Locator.FilterOptions().setHasText(name))
                    .first();
            assertThat(change).containsText("mistake");
            change.getByText("Undo").click();
            assertThat(browser.dialog().getByLabel("What will be done"))
                    .containsText("Update server " + name + " – model: mistake → good");
            org.assertj.core.api.Assertions.assertThat(browser.accessibilityProblems())
                    .isEmpty();
            browser.click("Restore");
            assertThat(browser.dialog()).isHidden();
            assertThat(change).containsText("restored from");
            org.assertj.core.api.Assertions.assertThat(model()).isEqualTo("good");
        }
    }

    @Test
    void theOverviewShowsTheLastChangeAndTheWayBack() {
        try (Browser browser = Browser.wide().signedIn()) {
            Locator change = browser.page()
                    .getByRole(
                            AriaRole.LIST, new com.microsoft.playwright.Page.GetByRoleOptions().setName("Last changes"))
                    .getByRole(AriaRole.LISTITEM)
                    .first();
            assertThat(change).containsText("Server updated " + name);
            assertThat(change).containsText("model: good → mistake");
            change.getByText("Undo").click();
            browser.click("Restore");
            assertThat(change).containsText("model: mistake → good");
            org.assertj.core.api.Assertions.assertThat(model()).isEqualTo("good");
        }
    }

    private String model() {
        return admin.get(CONFIG + "/servers/" + id).json().path("model_path").asString();
    }

    @Test
    void twoPointsAreCompared() {
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("History");
            browser.page()
                    .getByRole(AriaRole.TAB, new com.microsoft.playwright.Page.GetByRoleOptions().setName("Compare"))
                    .click();
            long now = Browser.node().events();
            browser.field("From").fill("" + (now - 1));
            browser.field("To").fill("" + now);
            browser.click("Compare");
            Locator differences = browser.page().getByRole(AriaRole.TABLE);
            assertThat(differences).containsText("good");
            assertThat(differences).containsText("mistake");
        }
    }

    @Test
    void anEntryIsFoundAndProvedInTheBrowser() {
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("Audit log");
            browser.field("Search").fill(name);
            assertThat(browser.row(name)).hasCount(2);
            browser.row(name)
                    .filter(new Locator.FilterOptions().setHasText("Add server"))
                    .getByRole(AriaRole.BUTTON)
                    .click();
            assertThat(browser.dialog()).containsText("position");
            org.assertj.core.api.Assertions.assertThat(browser.accessibilityProblems())
                    .isEmpty();
            browser.click("Prove it");
            assertThat(browser.dialog().getByRole(AriaRole.STATUS))
                    .containsText(Pattern.compile("in the signed log, unchanged|No checkpoint covers it yet"));
        }
    }

    @Test
    void theTailShowsWhatIsRefusedAsItHappens() {
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("Audit log");
            browser.page()
                    .locator("label")
                    .filter(new Locator.FilterOptions().setHasText("Live tail"))
                    .first()
                    .click();
            assertThat(browser.page().getByText("Waiting for the next entry")).isVisible();
            // it follows from when it is connected: say it until it is heard
            org.awaitility.Awaitility.await().untilAsserted(() -> {
                admin.post(
                        CONFIG + "/servers",
                        "{\"name\": \"%s\", \"server_type\": \"ollama\", \"base_url\": \"http://127.0.0.1:9\"}"
                                .formatted(name));
                org.assertj.core.api.Assertions.assertThat(
                                browser.row("refused").count())
                        .isPositive();
            });
            assertThat(browser.row("refused").first()).containsText("The name is taken");
        }
    }

    @Test
    void aViewIsRebuiltAndComparedBeforeTheOperatorsEyes() {
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("Projections");
            Locator servers = browser.section("servers");
            servers.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Rebuild"))
                    .click();
            assertThat(servers).containsText(Pattern.compile("Last rebuild.*events at"));
            servers.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Compare"))
                    .click();
            assertThat(servers).containsText("the live view is the same, row for row");
        }
    }
}
