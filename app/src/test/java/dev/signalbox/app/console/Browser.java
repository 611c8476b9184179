package dev.signalbox.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.signalbox.app.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A window of its own for each test, in the browser that all tests share. */
final class Browser implements AutoCloseable {

    private final TestNode node;
    private final BrowserContext context;
    private final Page page;
    private final List<String> errors = new ArrayList<>();

    /** Ends what the tests shared, when all of them are done. */
    static final class End implements BeforeAllCallback, AutoCloseable {

        @Override
        public void beforeAll(ExtensionContext test) {
            test.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent(End.class, key -> new End());
        }

        @Override
        public void close() {
            Stage.end();
        }
    }

    private Browser(TestNode node, com.microsoft.playwright.Browser.NewContextOptions options) {
        this.node = node;
        this.context = Stage.shared().browser().newContext(options);
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
        return wide(node());
    }

    /** @param node another than the one that the tests share */
    static Browser wide(TestNode node) {
        return new Browser(node, new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(1360, 900));
    }

    static Browser dark() {
        return dark(node());
    }

    static Browser dark(TestNode node) {
        return new Browser(
                node,
                new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(1360, 900)
                        .setColorScheme(ColorScheme.DARK));
    }

    static Browser phone() {
        return phone(node());
    }

    static Browser phone(TestNode node) {
        return new Browser(
                node,
                new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(390, 844)
                        .setHasTouch(true)
                        .setIsMobile(true));
    }

    static TestNode node() {
        return Stage.shared().node();
    }

    /** The first one by the page, the others go on with its session. */
    Browser signedIn() {
        List<Cookie> session = node == node() ? Stage.shared().admin() : new ArrayList<>();
        if (session.isEmpty()) {
            signedIn(TestNode.ADMIN_TOKEN);
            session.addAll(context.cookies());
            return this;
        }
        context.addCookies(session);
        open("/");
        heading("Overview").waitFor();
        return this;
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
        page.navigate("http://127.0.0.1:" + node.controlPort() + path);
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

    /** A part of a page, by its own heading. */
    Locator section(String heading) {
        return page.locator("section")
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByRole(
                                AriaRole.HEADING,
                                new GetByRoleOptions().setName(heading).setExact(true))));
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
        // it fades, and is still there while it does
        page.getByRole(AriaRole.MENU).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    }

    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    /** What axe finds against WCAG 2.2 AA and its own good practice, as text. */
    List<String> accessibilityProblems() {
        return problems(new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                // there are no frames, and a page of its own for them takes its time
                .setLegacyMode(true)
                // dialogs of the component library begin with a header element of their own, while all else is
                // hidden
                .disableRules(List.of("landmark-no-duplicate-banner", "landmark-unique")));
    }

    /** Only of the colours. */
    List<String> contrastProblems() {
        return problems(new AxeBuilder(page).setLegacyMode(true).withRules(List.of("color-contrast")));
    }

    private static List<String> problems(AxeBuilder axe) {
        return axe.analyze().getViolations().stream()
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
