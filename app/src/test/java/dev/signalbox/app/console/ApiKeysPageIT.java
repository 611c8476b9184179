package dev.signalbox.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.signalbox.app.Http;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Browser.End.class)
class ApiKeysPageIT {

    private final String name = "key-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void aKeyIsAddedRotatedAndDeletedAndNeverShown() {
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("API keys");
            browser.page()
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add a key"))
                    .first()
                    .click();
            browser.field("Name").fill(name);
            browser.dialog().getByLabel("Secret").fill("sk-ant-0123456789secretABCD");
            assertThat(browser.page().getByText("This looks like a key of anthropic."))
                    .isVisible();
            browser.dialog().getByLabel("Secret").fill("sk-proj-0123456789secretABCD");
            assertThat(browser.page().getByText("This looks like")).isHidden();
            browser.click("Add the key");
            assertThat(browser.row(name)).containsText("****ABCD");

            browser.menu("More for " + name, "Edit or rotate");
            browser.dialog().getByLabel("New secret").fill("sk-proj-9876543210secretWXYZ");
            browser.click("Rotate the secret");
            assertThat(browser.row(name)).containsText("****WXYZ");
            assertThat(browser.dialog()).isHidden();
            assertThat(browser.page().content()).doesNotContain("secretWXYZ").doesNotContain("secretABCD");

            browser.menu("More for " + name, "Delete");
            assertThat(browser.dialog()).containsText("The secret is destroyed at once");
            org.assertj.core.api.Assertions.assertThat(browser.accessibilityProblems())
                    .isEmpty();
            browser.click("Delete");
            assertThat(browser.row(name)).isHidden();
        }
    }

    @Test
    void whoIsSlowerSeesBothVersions() {
        Http admin = Browser.node().admin();
        long id = add(admin);
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("API keys");
            browser.menu("More for " + name, "Edit or rotate");
            browser.field("Name").fill(name + "-mine");
            admin.put(CONFIG + "/api-keys/" + id, "{\"key_name\": \"%s-theirs\", \"enabled\": false}".formatted(name));
            browser.click("Save");
            Locator conflict = browser.dialog().getByRole(AriaRole.ALERT);
            assertThat(conflict).containsText("Changed by someone else meanwhile");
            assertThat(conflict.getByRole(AriaRole.ROW)
                            .filter(new Locator.FilterOptions().setHasText("name"))
                            .getByRole(AriaRole.CELL))
                    .hasText(new String[] {"name", name + "-theirs", name + "-mine"});
            assertThat(conflict.getByRole(AriaRole.ROW)
                            .filter(new Locator.FilterOptions().setHasText("enabled"))
                            .getByRole(AriaRole.CELL))
                    .hasText(new String[] {"enabled", "no", "yes"});
            org.assertj.core.api.Assertions.assertThat(browser.accessibilityProblems())
                    .isEmpty();
            browser.click("Start again from theirs");
            assertThat(browser.field("Name")).hasValue(name + "-theirs");
            browser.field("Name").fill(name + "-both");
            browser.click("Save");
            assertThat(browser.row(name + "-both")).containsText("Disabled");
        }
    }

    /** A vendor is not asked in tests: the verdict is as the gateway keeps it. */
    @Test
    void theLastVerdictIsSeenByWhoeverDidNotAskForItUntilTheKeyIsRotated() {
        Http admin = Browser.node().admin();
        long id = add(admin);
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("API keys");
            assertThat(browser.row(name)).containsText("Not tested");
            Browser.node()
                    .database()
                    .sql(
                            "insert into api_key_check values (?, '****ABCD', 'invalid', 'The vendor does not accept this key', now())")
                    .param(id)
                    .update();
            assertThat(browser.row(name)).containsText("Invalid");
            assertThat(browser.row(name)).containsText("The vendor does not accept this key");
            admin.put(CONFIG + "/api-keys/" + id, "{\"api_key\": \"sk-proj-9876543210secretWXYZ\"}");
            assertThat(browser.row(name)).containsText("Not tested");
        }
    }

    @Test
    void aRotationIsUndoneWhileTheSecretIsThereAndSaidToBeLostAfterwards() {
        Http admin = Browser.node().admin();
        long id = add(admin);
        admin.put(CONFIG + "/api-keys/" + id, "{\"api_key\": \"sk-proj-9876543210secretWXYZ\"}");
        try (Browser browser = Browser.wide().signedIn()) {
            undoNewest(browser);
            assertThat(browser.dialog()).containsText("the secret of then, which is still kept");
            browser.click("Restore");
            assertThat(browser.dialog()).isHidden();
            assertThat(newest(browser)).containsText("restored from");
            org.assertj.core.api.Assertions.assertThat(masked(admin, id)).isEqualTo("****ABCD");

            admin.put(CONFIG + "/api-keys/" + id, "{\"api_key\": \"sk-proj-another543210LAST\"}");
            // as when the time is over for which it is kept
            Browser.node()
                    .database()
                    .sql("delete from vault_secret v where exists (select 1 from vault_secret n"
                            + " where n.secret_id = v.secret_id and n.version > v.version)")
                    .update();
            assertThat(newest(browser)).not().containsText("restored from");
            undoNewest(browser);
            assertThat(browser.dialog()).containsText("Nothing of this can be brought back");
            assertThat(browser.dialog()).containsText("the present one stays");
            assertThat(browser.button("Restore")).hasCount(0);
            org.assertj.core.api.Assertions.assertThat(browser.accessibilityProblems())
                    .isEmpty();
            browser.page().getByText("Enter it again").click();
            assertThat(browser.dialog().getByLabel("New secret")).isVisible();
        }
        org.assertj.core.api.Assertions.assertThat(masked(admin, id)).isEqualTo("****LAST");
    }

    @Test
    void aDeletedKeyIsOfferedNoUndo() {
        Http admin = Browser.node().admin();
        admin.delete(CONFIG + "/api-keys/" + add(admin));
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("History");
            assertThat(newest(browser)).containsText("No undo: the secret was destroyed with the key.");
            assertThat(newest(browser).getByText("Undo", new Locator.GetByTextOptions().setExact(true)))
                    .hasCount(0);
        }
    }

    private void undoNewest(Browser browser) {
        browser.go("History");
        newest(browser)
                .getByText("Undo", new Locator.GetByTextOptions().setExact(true))
                .click();
    }

    private Locator newest(Browser browser) {
        return browser.page()
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText(name))
                .first();
    }

    private static String masked(Http admin, long id) {
        return admin.get(CONFIG + "/api-keys/" + id).json().path("masked_key").asString();
    }

    private long add(Http admin) {
        return admin.post(
                        CONFIG + "/api-keys",
                        "{\"provider\": \"openai\", \"key_name\": \"%s\", \"api_key\": \"sk-proj-0123456789secretABCD\"}"
                                .formatted(name))
                .id();
    }

    @Test
    void aRefusalIsShownAtItsField() {
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("API keys");
            browser.page()
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add a key"))
                    .first()
                    .click();
            browser.field("Name").fill(name);
            browser.dialog().getByLabel("Secret").fill("with blank");
            browser.click("Add the key");
            assertThat(browser.dialog().getByText("visible ASCII characters")).isVisible();
            assertThat(browser.field("Name")).hasValue(name);
        }
    }
}
