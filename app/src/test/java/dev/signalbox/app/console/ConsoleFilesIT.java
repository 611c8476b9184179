package dev.signalbox.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What everybody gets, signed in or not. */
class ConsoleFilesIT {

    private final Http stranger = TestNode.shared().stranger();

    @Test
    void eachPageIsThereForWhoReloadsIt() {
        for (String page : ConsoleFiles.PAGES) {
            Answer answer = stranger.get(page);
            assertThat(answer.status()).as(page).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith("text/html");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void thePolicyAllowsNothingButOurOwnFilesAndOneNonce() {
        Answer first = stranger.get("/");
        String policy = String.valueOf(first.header("Content-Security-Policy"));
        assertThat(policy)
                .startsWith("default-src 'none'; script-src 'self';")
                .contains("connect-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:", "*");
        Matcher nonce = Pattern.compile("'nonce-([\\w-]{22})'").matcher(policy);
        assertThat(nonce.find()).isTrue();
        assertThat(first.text()).contains(nonce.group(1)).doesNotContain("{{nonce}}");
        assertThat(stranger.get("/").text()).doesNotContain(nonce.group(1));
    }

    @Test
    void scriptsAreKeptForEverAndCompressedAlready() {
        Matcher script = Pattern.compile("src=\"(/assets/[^\"]+\\.js)\"")
                .matcher(stranger.get("/").text());
        Assumptions.assumeTrue(script.find(), "This build has no console: there was no Node 20.19 or newer");
        Answer answer = stranger.with("Accept-Encoding", "gzip").get(script.group(1));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.header("Cache-Control")).contains("immutable");
        assertThat(answer.header("Content-Type")).contains("javascript");
    }

    @Test
    void nothingElseBecomesOpen() {
        for (String path : new String[] {
            "/assets/none.js", "/assets/../application.yaml", "/no-console.html", "/console/index.html"
        }) {
            assertThat(stranger.get(path).status()).as(path).isIn(400, 401, 404);
        }
        assertThat(stranger.post("/", "{}").status()).isEqualTo(401);
        assertThat(stranger.post("/servers", "{}").status()).isEqualTo(401);
    }

    /** The console's router and ours know the same pages. */
    @Test
    void thePagesAreThoseOfTheConsole() throws Exception {
        Matcher routes = Pattern.compile("^  '(/[a-z-]*)': \\(\\) => import", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("../console/src/app/App.tsx")));
        assertThat(routes.results().map(route -> route.group(1)).toList())
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(ConsoleFiles.PAGES));
    }
}
