package dev.signalbox.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ScreenshotAnimations;
import dev.signalbox.app.TestNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Takes the pictures of the documentation anew; only when it is asked to, for they are never twice the same. */
@EnabledIfSystemProperty(named = "screenshots", matches = "true")
@ExtendWith(Browser.End.class)
class ScreenshotsIT {

    private static final Path IMAGES = Path.of("..", "docs", "images");
    private static final int HIGH = 1300;
    private static final int LOW = 1000;

    private static Scene scene;

    @BeforeAll
    static void begin() {
        Browser.node();
        scene = new Scene();
    }

    @AfterAll
    static void end() {
        if (scene != null) {
            scene.close();
        }
    }

    @Test
    void whatAnOperatorSees() {
        try (Browser browser = Browser.wide(scene.node())) {
            browser.open("/");
            browser.field("Token").waitFor();
            take(browser, "sign-in", LOW);
            browser.signedIn(TestNode.ADMIN_TOKEN);
            overview(browser, "overview");
            providers(browser);
            inUse(browser);
            record(browser);
            system(browser);
        }
    }

    @Test
    void whatElseThereIsToSee() {
        try (Browser browser = Browser.dark(scene.node()).signedIn(TestNode.ADMIN_TOKEN)) {
            overview(browser, "overview-dark");
        }
        try (Browser browser = Browser.phone(scene.node()).signedIn(TestNode.ADMIN_TOKEN)) {
            shown(browser.page().locator(".spark").first());
            take(browser, "phone", 844);
        }
    }

    private static void overview(Browser browser, String name) {
        shown(browser.page().locator(".spark").first());
        shown(browser.page().getByText("gpu-02 is down"));
        take(browser, name, HIGH);
    }

    private static void providers(Browser browser) {
        browser.go("Active providers");
        browser.click("Move gpu-02 down");
        take(browser, "active-providers", LOW);
        browser.click("Discard");
        browser.go("Servers");
        shown(browser.row("rerank-01"));
        take(browser, "servers", LOW);
        browser.menu("More for gpu-02", "Edit");
        shown(browser.dialog().getByText("nothing listens there"));
        take(browser, "server", LOW);
        browser.click("Cancel");
        browser.go("API keys");
        shown(browser.row("Spare").getByText("Invalid"));
        take(browser, "api-keys", LOW);
    }

    private static void inUse(Browser browser) {
        browser.go("Usage");
        browser.page().getByText("Last hour").click();
        shown(browser.page().locator(".recharts-line-curve").first());
        take(browser, "usage", HIGH);
        browser.go("Playground");
        browser.click("Send");
        shown(browser.page().getByText("Time in all"));
        take(browser, "playground", LOW);
    }

    private static void record(Browser browser) {
        browser.go("History");
        shown(browser.page().getByLabel("Changes, newest first"));
        take(browser, "history", LOW);
        browser.page().getByLabel("Undo position").first().click();
        shown(browser.dialog().getByLabel("What will be done"));
        take(browser, "restore", LOW);
        browser.click("Cancel");
        browser.go("Audit log");
        shown(browser.row("refused").first());
        take(browser, "audit-log", LOW);
    }

    private static void system(Browser browser) {
        browser.go("Tokens");
        shown(browser.row("night-batch"));
        take(browser, "tokens", LOW);
        browser.go("Key ring");
        take(browser, "key-ring", LOW);
        browser.go("Nodes");
        shown(browser.page().getByText("Alive").nth(1));
        take(browser, "nodes", LOW);
        scene.whatIsWrongWithAView();
        browser.go("Projections");
        Locator servers = browser.section("servers");
        shown(servers.getByText("1 event is parked"));
        servers.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Compare").setExact(true))
                .click();
        shown(servers.getByText("differs from what the events say"));
        take(browser, "projections", HIGH);
    }

    private static void shown(Locator what) {
        assertThat(what).isVisible();
    }

    /** As high as what the page shows; what was only said in passing has gone. */
    private static void take(Browser browser, String name, int highest) {
        Page page = browser.page();
        page.waitForCondition(() -> page.getByLabel("Loading").count() == 0);
        assertThat(page.locator(".mantine-Notification-root")).hasCount(0);
        page.mouse().move(700, 60);
        withoutTheMachine(page);
        var size = page.viewportSize();
        Object content = page.evaluate("document.querySelector('#main')?.scrollHeight ?? 0");
        int height = Math.max(Math.min(844, highest), Math.min(highest, ((Number) content).intValue()));
        page.setViewportSize(size.width, height);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(IMAGES.resolve(name + ".png"))
                .setAnimations(ScreenshotAnimations.DISABLED));
        page.setViewportSize(size.width, size.height);
    }

    /** A node is called by its process and its machine: nobody wants to read those of whoever took the picture. */
    private static void withoutTheMachine(Page page) {
        page.evaluate("""
                () => {
                  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                  const names = [];
                  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
                    const [name] = text.data.match(/\\d+@[\\w.-]+/) ?? [];
                    if (!name) continue;
                    if (!names.includes(name)) names.push(name);
                    text.data = text.data.replace(name, `node-${names.indexOf(name) + 1}`);
                  }
                }""");
    }
}
