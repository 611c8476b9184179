package dev.signalbox.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.core.io.ClassPathResource;

/** One node and one browser for all tests of the console; a window of its own for each test. */
final class Browser implements AutoCloseable {

    private static final List<String> PROGRAMS = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    private static @Nullable Shared shared;

    private final BrowserContext context;
    private final Page page;
    private final List<String> errors = new ArrayList<>();

    private record Shared(Playwright playwright, com.microsoft.playwright.Browser browser, TestNode node) {}

    /** Ends what the tests shared, when all of them are done. */
    static final class End implements BeforeAllCallback, AutoCloseable {

        @Override
        public void beforeAll(ExtensionContext test) {
            test.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent(End.class, key -> new End());
        }

        @Override
        public void close() {
            Shared ended = shared;
            shared = null;
            if (ended != null) {
                ended.playwright().close();
                ended.node().close();
            }
        }
    }

    private Browser(com.microsoft.playwright.Browser.NewContextOptions options) {
        this.context = shared().browser().newContext(options);
        context.setDefaultTimeout(20_000);
        this.page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                errors.add(message.text());
            }
        });
    }

    static Browser wide() {
        return new Browser(new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(1360, 900));
    }

    static Browser dark() {
        return new Browser(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(1360, 900)
                .setColorScheme(ColorScheme.DARK));
    }

    static Browser phone() {
        return new Browser(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setHasTouch(true)
                .setIsMobile(true));
    }

    static TestNode node() {
        return shared().node();
    }

    private static synchronized Shared shared() {
        if (shared == null) {
            Optional<Path> program = program();
            if (!new ClassPathResource("console/index.html").exists()) {
                skip("This build has no console: there was no Node 20.19 or newer.");
            }
            if (program.isEmpty()) {
                skip("There is no Chromium or Chrome here: install one (Debian: apt-get install chromium),"
                        + " or name it by SIGNALBOX_BROWSER.");
            }
            var playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            var browser = playwright
                    .chromium()
                    .launch(new LaunchOptions()
                            .setExecutablePath(program.orElseThrow())
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync",
                                    "--no-first-run")));
            PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
            shared = new Shared(playwright, browser, TestNode.start(PostgresForTests.newDatabase()));
        }
        return shared;
    }

    private static void skip(String why) {
        assertThat(Boolean.parseBoolean(System.getenv("SIGNALBOX_REQUIRE_BROWSER")))
                .as(why)
                .isFalse();
        Assumptions.abort(why);
    }

    private static Optional<Path> program() {
        return Stream.concat(Stream.ofNullable(System.getenv("SIGNALBOX_BROWSER")), PROGRAMS.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    Browser signedIn() {
        return signedIn(TestNode.ADMIN_TOKEN);
    }

    Browser signedIn(String token) {
        open("/");
        field("Token").fill(token);
        click("Sign in");
        heading("Overview").waitFor();
        return this;
    }

    Page page() {
        return page;
    }

    void open(String path) {
        page.navigate("http://127.0.0.1:" + node().controlPort() + path);
    }

    /** By the menu, as a user goes; keeps what the page holds in memory. */
    void go(String label) {
        page.getByRole(AriaRole.NAVIGATION)
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(label))
                .click();
        heading(label).waitFor();
    }

    Locator heading(String text) {
        return page.getByRole(
                AriaRole.HEADING,
                new GetByRoleOptions().setName(text).setLevel(1).setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    void click(String button) {
        button(button).click();
    }

    /** An input by its whole label; one that must be filled in has an asterisk behind it. */
    Locator field(String label) {
        return page.getByLabel(Pattern.compile("^" + label + "( \\*)?$"));
    }

    /** The row of a table that shows this. */
    Locator row(String text) {
        return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(text));
    }

    void menu(String of, String item) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(of).setExact(true))
                .click();
        page.getByRole(AriaRole.MENUITEM, new GetByRoleOptions().setName(item).setExact(true))
                .click();
    }

    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    /** What axe finds against WCAG 2.2 AA and its own good practice, as text. */
    List<String> accessibilityProblems() {
        return new AxeBuilder(page)
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                        // dialogs of the component library begin with a header element of their own, while all else is
                        // hidden
                        .disableRules(List.of("landmark-no-duplicate-banner", "landmark-unique"))
                        .analyze()
                        .getViolations()
                        .stream()
                        .map(rule -> rule.getId() + ": "
                                + rule.getNodes().getFirst().getHtml() + " "
                                + rule.getNodes().getFirst().getFailureSummary())
                        .toList();
    }

    @Override
    public void close() {
        context.close();
        assertThat(errors).as("errors of scripts, and what the policy stopped").isEmpty();
    }
}
