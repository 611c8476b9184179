package dev.signalbox.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.TestNode;
import dev.signalbox.app.contract.AccessTable.Line;
import dev.signalbox.app.contract.AccessTable.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The table in docs/access.md is what a running node does; an endpoint outside of it fails this test. After a change that is
 * meant, {@code -Dupdate.access=true} writes it anew.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTableIT {

    private static final Path PAGE = Path.of("../docs/access.md");
    private static final String BEGIN = "<!-- table: made by AccessTableIT -->\n";
    private static final String END = "<!-- end of the table -->";
    private static final List<String> WHO = List.of("nobody", "admin", "auditor", "router", "inference");

    private TestNode node;
    private List<Line> lines;
    private AccessTable strangers;

    @BeforeAll
    void walk() {
        // a node of its own: whoever may do everything does it
        node = TestNode.start();
        Map<String, @Nullable String> tokens = new LinkedHashMap<>();
        for (String who : WHO) {
            tokens.put(who, who.equals("nobody") ? null : issue(who));
        }
        strangers = new AccessTable(node, Map.of());
        lines = new AccessTable(node, tokens).lines();
    }

    /** With one role alone, which the configured tokens don't have. */
    private String issue(String role) {
        return node.admin()
                .post("/api/v1/admin/tokens", "{\"name\":\"" + role + "\",\"roles\":[\"" + role + "\"]}")
                .json()
                .path("token")
                .asString();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void isWhatTheDocumentationSays() throws IOException {
        String page = Files.readString(PAGE);
        String table = BEGIN + table() + END;
        String written = Pattern.compile(Pattern.quote(BEGIN) + ".*" + Pattern.quote(END), Pattern.DOTALL)
                .matcher(page)
                .replaceFirst(Matcher.quoteReplacement(table));
        if (Boolean.getBoolean("update.access")) {
            Files.writeString(PAGE, written);
            return;
        }
        assertThat(page).as("docs/access.md; -Dupdate.access=true writes it").isEqualTo(written);
    }

    @Test
    void nobodyGetsFartherThanTheDoor() {
        // the console's pages and files are no API, and hold no data
        assertThat(allowedTo("nobody"))
                .filteredOn(line -> line.path().matches("/(api|v\\d|actuator)(/.*)?"))
                // signing in is for those who are not in yet; a malformed body, or the lack of a provider, is told so
                .extracting(line -> line.method() + " " + line.path())
                .containsExactly("POST /api/v1/session", "GET /api/v1/session/oidc");
        assertThat(strangers.statuses("sbx_a_wrong_token_that_nobody_was_given"))
                .filteredOn(status -> status >= 500)
                .isEmpty();
    }

    @Test
    void aWrongTokenIsWorthNoMoreThanNone() {
        var wrong = new LinkedHashMap<String, @Nullable String>();
        wrong.put("nobody", null);
        wrong.put("wrong", "sbx_a_wrong_token_that_nobody_was_given");
        assertThat(new AccessTable(node, wrong).lines())
                .allSatisfy(line ->
                        assertThat(line.allowed()).as(line.toString()).isIn(Set.of(), Set.of("nobody", "wrong")));
    }

    /** Who has no token is asked for one; who has one learns that it does not have the role. The same on both ports. */
    @Test
    void aMissingTokenIsOneThingAndAMissingRoleAnother() {
        assertThat(lines)
                // where nobody has gone to an identity provider nobody comes back, whatever the token
                .filteredOn(line -> !line.path().endsWith("/oidc/callback"))
                .allSatisfy(line -> line.statuses().forEach((who, status) -> {
                    if (!line.allowed().contains(who)) {
                        assertThat(status).as(who + " at " + line).isEqualTo(who.equals("nobody") ? 401 : 403);
                    }
                }));
    }

    @Test
    void administratorsMayDoAllOfTheApi() {
        assertThat(lines)
                .filteredOn(line -> line.port() == Port.CONTROL && line.path().startsWith("/api/"))
                // coming back from a provider where nobody has gone to is nobody's
                .filteredOn(line -> !line.path().endsWith("/oidc/callback"))
                .hasSizeGreaterThan(50)
                .allSatisfy(
                        line -> assertThat(line.allowed()).as(line.toString()).contains("admin"));
    }

    @Test
    void auditorsChangeNothing() {
        assertThat(allowedTo("auditor"))
                .filteredOn(AccessTableIT::needsRole)
                .allSatisfy(
                        line -> assertThat(line.method()).as(line.toString()).isEqualTo("GET"));
    }

    @Test
    void routersReadExportsAndNothingElse() {
        assertThat(allowedTo("router"))
                .filteredOn(AccessTableIT::needsRole)
                .extracting(Line::path)
                .containsExactly("/api/v1/llm-config/active/{purpose}/export");
    }

    @Test
    void machinesConfigureNothing() {
        assertThat(allowedTo("inference"))
                .filteredOn(AccessTableIT::needsRole)
                .extracting(Line::port)
                .containsOnly(Port.DATA);
        assertThat(allowedTo("admin"))
                .filteredOn(AccessTableIT::needsRole)
                .extracting(Line::port)
                .as("an admin's token alone sends no requests")
                .containsOnly(Port.CONTROL);
    }

    /** Neither open to all, nor what everybody may do with a session of their own. */
    private static boolean needsRole(Line line) {
        return !line.allowed().contains("nobody") && !line.path().startsWith("/api/v1/session");
    }

    private List<Line> allowedTo(String who) {
        return lines.stream().filter(line -> line.allowed().contains(who)).toList();
    }

    private String table() {
        return "\n" + section("Control plane", Port.CONTROL) + "\n" + section("Data plane", Port.DATA) + "\n";
    }

    private String section(String title, Port port) {
        String header = "| " + title + " | " + String.join(" | ", WHO) + " |\n|---|" + ":-:|".repeat(WHO.size()) + "\n";
        return lines.stream()
                .filter(line -> line.port() == port)
                .map(line -> "| `" + line.method() + " " + line.path() + "` | "
                        + WHO.stream()
                                .map(who -> line.allowed().contains(who) ? "x" : " ")
                                .collect(Collectors.joining(" | "))
                        + " |\n")
                .collect(Collectors.joining("", header, ""));
    }
}
