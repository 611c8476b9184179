package dev.signalbox.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.signalbox.app.TestNode;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for all pages. */
@ExtendWith(Browser.End.class)
class EveryPageIT {

    static final List<String> LABELS = List.of(
            "Overview",
            "Active providers",
            "Servers",
            "API keys",
            "Usage",
            "Playground",
            "History",
            "Audit log",
            "Tokens",
            "Projections",
            "Key ring",
            "Nodes");

    @Test
    void noPageHasAnAccessibilityProblemInLight() {
        check(Browser.wide(), Browser::accessibilityProblems);
    }

    @Test
    void noPageHasAnAccessibilityProblemInTheDark() {
        // all else is the same as in the light
        check(Browser.dark(), Browser::contrastProblems);
    }

    private static void check(Browser window, Function<Browser, List<String>> problems) {
        try (Browser browser = window) {
            browser.open("/");
            browser.field("Token").waitFor();
            assertThat(problems.apply(browser)).as("Sign in").isEmpty();
            browser.signedIn();
            for (String label : LABELS) {
                browser.go(label);
                browser.page()
                        .waitForCondition(
                                () -> browser.page().getByLabel("Loading").count() == 0);
                assertThat(problems.apply(browser)).as(label).isEmpty();
            }
            for (String form : List.of("Servers", "API keys", "Tokens")) {
                browser.go(form);
                browser.page()
                        .getByRole(
                                AriaRole.BUTTON,
                                new com.microsoft.playwright.Page.GetByRoleOptions()
                                        .setName(java.util.regex.Pattern.compile("^(Add|Issue) a")))
                        .first()
                        .click();
                browser.dialog().getByLabel("Name").waitFor();
                assertThat(problems.apply(browser)).as("form of " + form).isEmpty();
                browser.click("Close");
                assertThat(browser.dialog()).isHidden();
            }
        }
    }

    /** As Chromium counts it: compressed, from an empty cache, to the first page that shows something. */
    @Test
    void theFirstLoadIsSmallAndWithoutCharts() {
        try (Browser browser = Browser.wide()) {
            browser.open("/");
            browser.field("Token").waitFor();
            Load signIn = loaded(browser);
            assertThat(signIn.bytes()).isBetween(50_000, 300_000);
            browser.signedIn(TestNode.ADMIN_TOKEN);
            Load overview = loaded(browser);
            assertThat(overview.bytes()).isBetween(signIn.bytes(), 300_000);
            assertThat(overview.names()).contains("Overview").doesNotContain("Chart");
        }
    }

    private record Load(int bytes, String names) {}

    private static Load loaded(Browser browser) {
        var page = browser.page();
        return new Load(
                (int)
                        page.evaluate(
                                "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
                                        + ".filter(entry => !entry.name.includes('/api/')).reduce((sum, entry) => sum + entry.encodedBodySize, 0)"),
                String.valueOf(
                        page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name).join(' ')")));
    }

    @Test
    void aWrongTokenIsExplained() {
        try (Browser browser = Browser.wide()) {
            browser.open("/servers");
            browser.field("Token").fill("sbx_wrong_token_of_the_tests");
            browser.click("Sign in");
            assertThat(browser.page().getByText("No such token.")).isVisible();
            assertThat(browser.accessibilityProblems()).isEmpty();
        }
    }

    @Test
    void withoutTheControlPlaneThePageSaysSoAndComesBack() {
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("Servers");
            assertThat(browser.page()
                            .getByText("Live", new com.microsoft.playwright.Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            // the policy forbids waitForFunction, which evaluates a text in the page
            String loaded = "performance.getEntriesByType('resource').some(entry => entry.name.includes('KeyRing'))";
            browser.page()
                    .waitForCondition(() -> browser.page().evaluate(loaded).equals(true));
            browser.page().context().setOffline(true);
            browser.page().evaluate("dispatchEvent(new Event('offline'))");
            assertThat(browser.page().getByText("what you see may be old")).isVisible();
            // nothing of it is known yet, but the page itself is there
            browser.go("Key ring");
            assertThat(browser.page()
                            .getByText("No connection to the control plane")
                            .first())
                    .isVisible();
            browser.click("Try again");
            assertThat(browser.page()
                            .getByText("No connection to the control plane")
                            .first())
                    .isVisible();
            // it comes back by itself, whether or not anybody tries
            browser.page().context().setOffline(false);
            assertThat(browser.page().getByText("No connection to the control plane"))
                    .isHidden();
            assertThat(browser.page().getByText("what you see may be old")).isHidden();
        }
    }

    @Test
    void thereIsAWayOutOfNowhere() {
        try (Browser browser = Browser.wide().signedIn()) {
            browser.page()
                    .evaluate("history.pushState({}, '', '/nowhere'); dispatchEvent(new PopStateEvent('popstate'))");
            browser.page().getByText("To the overview").click();
            assertThat(browser.heading("Overview")).isVisible();
        }
    }
}
