package dev.signalbox.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.signalbox.app.Http;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens, and what somebody sees who may change nothing. */
@ExtendWith(Browser.End.class)
class TokensPageIT {

    private final String name = "token-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void aTokenIsIssuedShownOnceAndRevoked() {
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("Tokens");
            browser.page()
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Issue a token"))
                    .first()
                    .click();
            browser.field("Name").fill(name);
            browser.dialog().getByLabel("auditor").check();
            browser.dialog().getByLabel("Requests per minute").fill("60");
            browser.click("Issue the token");
            String token = browser.page().getByTestId("token").textContent();
            assertThat(token).startsWith("sbx_");
            assertThat(browser.accessibilityProblems()).isEmpty();
            Http client = new Http(Browser.node().controlPort(), Map.of("Authorization", "Bearer " + token));
            assertThat(client.get(CONFIG + "/servers").status()).isEqualTo(200);

            browser.click("I have it");
            assertThat(browser.row(name)).containsText("60 requests/min");
            assertThat(browser.page().content()).doesNotContain(token);

            browser.menu("More for " + name, "Rotate");
            assertThat(browser.dialog()).isVisible();
            assertThat(browser.accessibilityProblems()).as("rotate").isEmpty();
            browser.click("Cancel");
            browser.menu("More for " + name, "Revoke");
            assertThat(browser.dialog()).isVisible();
            assertThat(browser.accessibilityProblems()).as("revoke").isEmpty();
            browser.click("Revoke");
            assertThat(browser.row(name)).isHidden();
            assertThat(client.get(CONFIG + "/servers").status()).isEqualTo(401);
        }
    }

    @Test
    void whoIsSlowerSeesBothVersionsOfALimit() {
        Http admin = Browser.node().admin();
        long id = admin.post(
                        "/api/v1/admin/tokens",
                        "{\"name\": \"" + name + "\", \"roles\": [\"inference\"], \"requests_per_minute\": 10}")
                .id();
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("Tokens");
            browser.menu("More for " + name, "Change limits");
            browser.dialog().getByLabel("Requests per minute").fill("30");
            admin.put("/api/v1/admin/tokens/" + id, "{\"requests_per_minute\": 20, \"purposes\": [\"chat\"]}");
            browser.click("Save");
            Locator rows = browser.dialog().getByRole(AriaRole.ALERT).getByRole(AriaRole.ROW);
            assertThat(rows.filter(new Locator.FilterOptions().setHasText("requests per minute"))
                            .getByRole(AriaRole.CELL))
                    .hasText(new String[] {"requests per minute", "20", "30"});
            browser.click("Start again from theirs");
            browser.dialog().getByLabel("Requests per minute").fill("40");
            browser.click("Save");
            assertThat(browser.row(name)).containsText("40 requests/min");
            assertThat(browser.row(name)).containsText("chat");
        }
    }

    @Test
    void anAuditorSeesEverythingAndIsOfferedNoChange() {
        String token = Browser.node()
                .admin()
                .post("/api/v1/admin/tokens", "{\"name\": \"" + name + "\", \"roles\": [\"auditor\"]}")
                .json()
                .path("token")
                .asString();
        Browser.node()
                .admin()
                .post(
                        CONFIG + "/servers",
                        "{\"name\": \"%s\", \"server_type\": \"ollama\", \"base_url\": \"http://127.0.0.1:9\"}"
                                .formatted(name));
        try (Browser browser = Browser.wide().signedIn(token)) {
            browser.go("Servers");
            assertThat(browser.row(name)).isVisible();
            assertThat(browser.page().getByText("Add a server")).isHidden();
            browser.menu("More for " + name, "Details");
            assertThat(browser.field("Name")).isDisabled();
            browser.dialog()
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Close"))
                    .last()
                    .click();
            browser.go("Projections");
            assertThat(browser.page().getByText("Rebuild all")).isHidden();
            browser.go("Playground");
            assertThat(browser.button("Send")).isDisabled();
        }
    }

    @Test
    void aSessionOutlivesAReloadAndEndsByItself() {
        String token = Browser.node()
                .admin()
                .post("/api/v1/admin/tokens", "{\"name\": \"" + name + "\", \"roles\": [\"admin\"]}")
                .json()
                .path("token")
                .asString();
        try (Browser browser = Browser.wide().signedIn(token)) {
            browser.open("/servers");
            assertThat(browser.heading("Servers")).isVisible();
            // a script that gets in can't take the session away
            assertThat(String.valueOf(browser.page().evaluate("document.cookie + JSON.stringify(localStorage)")))
                    .doesNotContain(token);
            Browser.node().admin().get("/api/v1/admin/tokens").json().forEach(one -> {
                if (one.path("name").asString().equals(name)) {
                    Browser.node()
                            .admin()
                            .delete("/api/v1/admin/tokens/" + one.path("id").asLong());
                }
            });
            // the open page hears of it by itself
            assertThat(browser.page().getByText("Your session has ended")).isVisible();
        }
    }
}
