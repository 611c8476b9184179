package dev.signalbox.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** By an identity provider, there and back: authorization code with PKCE, with nothing but clicks. */
@ExtendWith(Browser.End.class)
class SignInPageIT {

    @Test
    void whoIsVouchedForIsIn() {
        try (Browser browser = Browser.wide()) {
            atTheIssuer(browser, "Ada, an auditor");
            assertThat(browser.heading("Overview")).isVisible();
            // neither the code nor the state stays in the address, nor in the browser's history of this page
            assertThat(browser.page())
                    .hasURL("http://127.0.0.1:" + Browser.node().controlPort() + "/");
            browser.button("Signed in as ada").click();
            assertThat(browser.page().getByRole(AriaRole.MENU)).containsText("auditor");
            assertThat(browser.page().getByRole(AriaRole.MENU)).containsText("You can look at everything");
            browser.open("/servers");
            assertThat(browser.heading("Servers")).isVisible();

            browser.button("Signed in as ada").click();
            browser.page()
                    .getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Sign out"))
                    .click();
            assertThat(providerButton(browser)).isVisible();
            browser.open("/servers");
            assertThat(providerButton(browser)).isVisible();
        }
    }

    @Test
    void whoHasNoRoleIsToldSo() {
        try (Browser browser = Browser.wide()) {
            atTheIssuer(browser, "Ada, a visitor");
            assertThat(browser.page().getByRole(AriaRole.ALERT)).containsText("Your account has no role here");
            org.assertj.core.api.Assertions.assertThat(browser.accessibilityProblems())
                    .isEmpty();
            assertThat(providerButton(browser)).isVisible();
        }
    }

    @Test
    void whoTurnsBackIsToldSo() {
        try (Browser browser = Browser.wide()) {
            atTheIssuer(browser, "Nobody");
            assertThat(browser.page().getByRole(AriaRole.ALERT)).containsText("does not vouch for this sign-in");
        }
    }

    private static void atTheIssuer(Browser browser, String choice) {
        browser.open("/");
        providerButton(browser).click();
        browser.heading("Who are you?").waitFor();
        browser.click(choice);
    }

    private static Locator providerButton(Browser browser) {
        return browser.page()
                .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in with your identity provider"));
    }
}
