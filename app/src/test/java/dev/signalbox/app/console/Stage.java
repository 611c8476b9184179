package dev.signalbox.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.Cookie;
import dev.signalbox.app.TestNode;
import dev.signalbox.app.contract.TestIssuer;
import dev.signalbox.testing.PostgresForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.springframework.core.io.ClassPathResource;

/**
 * One node, one identity provider and one browser for all tests of the console.
 *
 * @param admin the cookies of an administrator's session on the node, empty before the first
 */
record Stage(
        Playwright playwright,
        com.microsoft.playwright.Browser browser,
        TestIssuer issuer,
        TestNode node,
        List<Cookie> admin) {

    private static final List<String> PROGRAMS = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    private static @Nullable Stage shared;

    static synchronized Stage shared() {
        if (shared == null) {
            shared = begin();
        }
        return shared;
    }

    static synchronized void end() {
        Stage ended = shared;
        shared = null;
        if (ended != null) {
            ended.playwright().close();
            ended.node().close();
            ended.issuer().close();
        }
    }

    private static Stage begin() {
        if (!new ClassPathResource("console/index.html").exists()) {
            skip("This build has no console: there was no Node 20.19 or newer.");
        }
        Optional<Path> program = program();
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
        var issuer = new TestIssuer();
        Map<String, String> settings = Map.of(
                "signalbox.oidc.issuer", issuer.url(),
                "signalbox.oidc.audience", TestIssuer.AUDIENCE,
                "signalbox.oidc.client-id", TestIssuer.CLIENT);
        return new Stage(
                playwright,
                browser,
                issuer,
                TestNode.start(PostgresForTests.newDatabase(), settings),
                new ArrayList<>());
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
}
