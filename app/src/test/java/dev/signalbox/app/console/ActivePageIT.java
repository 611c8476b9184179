package dev.signalbox.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.signalbox.app.Http;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Browser.End.class)
class ActivePageIT {

    private final String run = UUID.randomUUID().toString().substring(0, 6);
    private Http admin;
    private long first;
    private long second;

    @BeforeEach
    void twoServersOfWhichOneIsChosen() {
        admin = Browser.node().admin();
        first = add("first-" + run);
        second = add("second-" + run);
        choose("{\"provider_id\": %d, \"fallbacks\": [{\"provider_type\": \"ai_server\", \"provider_id\": %d}],"
                .formatted(first, second));
    }

    @AfterEach
    void nothingChosen() {
        admin.delete(CONFIG + "/active/chat");
    }

    @Test
    void theOrderIsChangedWithTheKeyboardAlone() {
        try (Browser browser = Browser.wide()) {
            Page page = browser.page();
            browser.open("/");
            browser.field("Token").waitFor();
            page.keyboard().type(dev.signalbox.app.TestNode.ADMIN_TOKEN);
            page.keyboard().press("Enter");
            browser.heading("Overview").waitFor();
            page.keyboard().press("Tab");
            assertThat(page.getByText("Skip to the content")).isFocused();
            tabTo(page, "Active providers");
            page.keyboard().press("Enter");
            browser.heading("Active providers").waitFor();
            tabTo(page, "Move second-" + run);
            page.keyboard().press("Space");
            assertThat(page.getByText("second-" + run + " is over place 2.")).hasCount(1);
            pressUntil(page, "ArrowUp", page.getByText("second-" + run + " is over place 1."));
            assertThat(page.getByText("second-" + run + " is over place 1.")).hasCount(1);
            page.keyboard().press("Space");
            assertThat(order(browser).first()).containsText("second-" + run);
            // what saving changes is said before it is done
            assertThat(browser.page().getByText("Not saved yet")).isVisible();
            tabTo(page, "Save chat");
            page.keyboard().press("Enter");
            assertThat(browser.page().getByText("Not saved yet")).isHidden();
        }
        assertThat(active()).containsExactly(second, first);
    }

    @Test
    void anOrderIsDraggedAModelPickedAndTheConsequenceReadBeforeItIsSaved() {
        try (FakeUpstream upstream = new FakeUpstream();
                Browser browser = Browser.wide().signedIn()) {
            admin.put(CONFIG + "/servers/" + second, "{\"base_url\": \"" + upstream.url() + "\"}");
            browser.go("Active providers");
            Locator below = browser.button("Move second-" + run);
            below.hover();
            browser.page().mouse().down();
            // by steps, as a hand does
            Locator above = browser.button("Move first-" + run);
            above.hover();
            var place = above.boundingBox();
            browser.page()
                    .mouse()
                    .move(
                            place.x + place.width / 2,
                            place.y,
                            new com.microsoft.playwright.Mouse.MoveOptions().setSteps(5));
            browser.page().mouse().up();
            assertThat(order(browser).first()).containsText("second-" + run);

            browser.page()
                    .getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Model for second-" + run))
                    .click();
            browser.page()
                    .getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("model-b"))
                    .click();
            Locator consequence = browser.page().getByLabel("What happens when a provider for chat fails");
            assertThat(consequence).containsText("every request goes to second-" + run);
            assertThat(consequence).containsText("If second-" + run + " fails, the request goes on to first-" + run);
            assertThat(browser.page().getByRole(AriaRole.ALERT)).containsText("second-" + run + " · model-b");
            assertThat(browser.accessibilityProblems()).as("not saved yet").isEmpty();
            browser.click("Save chat");
            assertThat(browser.page().getByText("Not saved yet")).isHidden();
        }
        assertThat(active()).containsExactly(second, first);
        assertThat(admin.get(CONFIG + "/active/chat").json().path("model").asString())
                .isEqualTo("model-b");
    }

    @Test
    void onAPhoneAFallbackIsAddedAndMovedByItsButtons() {
        long third = add("third-" + run);
        try (Browser browser = Browser.phone().signedIn()) {
            browser.click("Menu");
            browser.go("Active providers");
            assertThat(browser.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            browser.page().getByLabel("Add a fallback for chat").first().click();
            browser.page()
                    .getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("third-" + run))
                    .click();
            browser.click("Move third-" + run + " up");
            browser.click("Save chat");
            assertThat(browser.page().getByText("Not saved yet")).isHidden();
        }
        assertThat(active()).containsExactly(first, third, second);
    }

    @Test
    void aPurposeIsLeftWithoutAProviderOnlyAfterAWarning() {
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("Active providers");
            browser.click("Stop serving chat");
            assertThat(browser.dialog()).containsText("will be answered with an error");
            assertThat(browser.accessibilityProblems()).isEmpty();
            browser.click("Stop serving");
            assertThat(browser.page().getByText("Nobody serves chat")).isVisible();
        }
        assertThat(admin.get(CONFIG + "/active/chat").status()).isEqualTo(404);
    }

    @Test
    void whoIsSlowerSeesBothOrders() {
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("Active providers");
            browser.click("Move first-" + run + " down");
            choose("{\"provider_id\": %d, ".formatted(second));
            browser.click("Save chat");
            Locator conflict = browser.page().getByRole(AriaRole.ALERT);
            assertThat(conflict).containsText(Pattern.compile("admin saved another version.*\\(position \\d+\\)"));
            Locator choice = conflict.getByRole(AriaRole.ROW)
                    .filter(new Locator.FilterOptions().setHasText("First choice"))
                    .getByRole(AriaRole.CELL);
            assertThat(choice).hasText(new String[] {"First choice", "second-" + run, "second-" + run});
            Locator fallback = conflict.getByRole(AriaRole.ROW)
                    .filter(new Locator.FilterOptions().setHasText("Fallback 1"))
                    .getByRole(AriaRole.CELL);
            assertThat(fallback).hasText(new String[] {"Fallback 1", "none", "first-" + run});
            assertThat(browser.accessibilityProblems()).isEmpty();
            browser.click("Start again from theirs");
            assertThat(order(browser)).hasCount(1);
        }
        assertThat(active()).containsExactly(second);
    }

    private static Locator order(Browser browser) {
        return browser.page()
                .getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Order for chat"))
                .getByRole(AriaRole.LISTITEM);
    }

    /** The list says that it has been taken up a moment before it listens to the arrows. */
    private static void pressUntil(Page page, String key, Locator told) {
        // in this thread: a browser is driven by one
        await().pollInSameThread()
                .pollInterval(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    if (told.count() == 0) {
                        page.keyboard().press(key);
                    }
                    return told.count() == 1;
                });
    }

    /** Presses Tab until what has this name has the focus. */
    private static void tabTo(Page page, String name) {
        String focused =
                "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()";
        for (int presses = 0; presses < 80; presses++) {
            if (name.equals(page.evaluate(focused))) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("The keyboard does not reach " + name);
    }

    private List<Long> active() {
        var chat = admin.get(CONFIG + "/active/chat").json();
        List<Long> ids =
                new java.util.ArrayList<>(List.of(chat.path("provider_id").asLong()));
        chat.path("fallbacks")
                .forEach(target -> ids.add(target.path("provider_id").asLong()));
        return ids;
    }

    private void choose(String rest) {
        var answer = admin.post(CONFIG + "/active", rest + "\"purpose\": \"chat\", \"provider_type\": \"ai_server\"}");
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
    }

    private long add(String name) {
        return admin.post(
                        CONFIG + "/servers",
                        "{\"name\": \"%s\", \"server_type\": \"ollama\", \"base_url\": \"http://127.0.0.1:9\", \"use_for_chat\": true}"
                                .formatted(name))
                .id();
    }
}
