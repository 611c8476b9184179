package dev.signalbox.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.signalbox.app.Http;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The encryption key is changed in its four steps, while secrets are stored. */
@ExtendWith(Browser.End.class)
class KeyRingPageIT {

    private static final String RING = "/api/v1/admin/keyring";

    @Test
    void theEncryptionKeyIsChangedInFourSteps() {
        Http admin = Browser.node().admin();
        admin.post(
                CONFIG + "/api-keys",
                "{\"provider\": \"openai\", \"key_name\": \"ring-%s\", \"api_key\": \"sk-proj-0123456789secretABCD\"}"
                        .formatted(UUID.randomUUID()));
        String old = primary(admin);
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("Key ring");
            Locator rows = browser.page().getByRole(AriaRole.TABLE).getByRole(AriaRole.ROW);
            assertThat(rows).hasCount(2);
            browser.click("Add a key");
            assertThat(rows).hasCount(3);

            rows.getByRole(AriaRole.BUTTON, named("Promote")).click();
            assertThat(browser.dialog()).containsText("refused while a live node does not have the key");
            assertThat(browser.accessibilityProblems()).isEmpty();
            browser.dialog().getByRole(AriaRole.BUTTON, named("Promote")).click();
            assertThat(browser.page().getByText("Some secrets are still under an older key"))
                    .isVisible();
            assertThat(browser.row(old).getByRole(AriaRole.BUTTON, named("Retire")))
                    .isDisabled();

            browser.click("Re-wrap");
            assertThat(browser.page().getByText("All secrets are under the primary key"))
                    .isVisible();
            browser.row(old).getByRole(AriaRole.BUTTON, named("Retire")).click();
            assertThat(browser.dialog()).containsText("as long as you keep database backups that need it");
            assertThat(browser.accessibilityProblems()).isEmpty();
            browser.dialog().getByRole(AriaRole.BUTTON, named("Retire")).click();
            // this node's setting still names it: nobody can take it out of there from here
            assertThat(browser.row(old)).containsText("not in use; BYOK_ENCRYPTION_KEY still names it");
            assertThat(browser.row(old).getByRole(AriaRole.BUTTON, named("Retire")))
                    .hasCount(0);
        }
        assertThat(primary(admin)).isNotEqualTo(old);
        assertThat(admin.get(RING).json().path("degraded")).isEmpty();
    }

    private static String primary(Http admin) {
        return admin.get(RING).json().path("primary").asString();
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }
}
