package dev.signalbox.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.signalbox.app.TestNode;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Views that lack something: rebuilt, compared, and events that they could not apply. */
@ExtendWith(Browser.End.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProjectionsPageIT {

    private static final String PROJECTIONS = "/api/v1/admin/projections";

    private static TestNode node;

    @BeforeAll
    static void aNodeWhoseViewsHaveSlept() {
        Browser.node();
        node = TestNode.start();
        Crowd.pastTheViews(node);
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    @Order(1)
    void whatDiffersFromTheEventsIsShownRowByRow() {
        try (Browser browser = Browser.wide(node).signedIn()) {
            browser.go("Projections");
            Locator servers = browser.section("servers");
            servers.getByRole(AriaRole.BUTTON, named("Compare")).click();
            assertThat(servers).containsText("1,000 rows differ from what the events say");
            servers.getByRole(AriaRole.BUTTON, named("Show them")).click();
            assertThat(browser.dialog()).containsText("of 1,000 are shown");
            Locator rows = browser.dialog().getByRole(AriaRole.TABLE);
            assertThat(rows).containsText("server 2 of rack 2");
            assertThat(rows).containsText("no such row");
            assertThat(browser.accessibilityProblems()).isEmpty();
        }
    }

    @Test
    @Order(2)
    void aRebuildThatIsNotWantedAnyMoreIsCancelled() throws Exception {
        try (Browser browser = Browser.wide(node).signedIn();
                Connection other = node.bean(DataSource.class).getConnection()) {
            browser.go("Projections");
            Locator servers = browser.section("servers");
            // it can't end before this lets go of the view's position
            other.setAutoCommit(false);
            other.createStatement().execute("select 1 from token_entry where processor_name = 'servers' for update");
            servers.getByRole(AriaRole.BUTTON, named("Rebuild")).click();
            assertThat(servers.getByRole(AriaRole.PROGRESSBAR)).isVisible();
            assertThat(servers).containsText("Rebuilding");
            browser.page()
                    .waitForResponse(
                            response -> response.request().method().equals("DELETE"),
                            () -> servers.getByRole(AriaRole.BUTTON, named("Cancel"))
                                    .click());
            other.rollback();
            assertThat(servers).containsText("cancelled, nothing was changed");
            assertThat(servers.getByRole(AriaRole.BUTTON, named("Rebuild"))).isVisible();
        }
        assertThat(rows()).isZero();
    }

    @Test
    @Order(3)
    void aRebuildIsSeenToGoOn() {
        try (Browser browser = Browser.wide(node).signedIn()) {
            browser.go("Projections");
            browser.page().evaluate("""
                    () => {
                      window.seen = [];
                      new MutationObserver(() => document.querySelectorAll('[role=progressbar]')
                          .forEach(bar => window.seen.push(Number(bar.ariaValueNow ?? bar.getAttribute('aria-valuenow')))))
                        .observe(document.body, {subtree: true, childList: true, attributes: true});
                    }""");
            Locator audit = browser.section("audit");
            audit.getByRole(AriaRole.BUTTON, named("Rebuild")).click();
            assertThat(audit).containsText(Pattern.compile("of 21,0\\d\\d events, [\\d,]+/s"));
            assertThat(audit)
                    .containsText(
                            Pattern.compile("Last rebuild.*events at.*rows put right"),
                            new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                                    .setTimeout(60_000));
            @SuppressWarnings("unchecked")
            List<Number> seen = (List<Number>) browser.page().evaluate("window.seen");
            List<Double> places = seen.stream().map(Number::doubleValue).toList();
            assertThat(places).isSorted();
            assertThat(places.stream().distinct().filter(place -> place > 0 && place < 100))
                    .as(
                            "where the bar stood on its way, of all of %s",
                            places.stream().distinct().toList())
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    @Order(4)
    void whatCouldNotBeAppliedIsInspectedTriedAgainAndLetGo() {
        Crowd.append(node, "ServerDisabled", "{\"serverId\":4711}");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> node.admin()
                                .get(PROJECTIONS + "/servers")
                                .json()
                                .path("parked")
                                .asLong()
                        == 1);
        try (Browser browser = Browser.wide(node).signedIn()) {
            browser.page().getByText("The view servers lacks 1 event").click();
            browser.heading("Projections").waitFor();
            Locator servers = browser.section("servers");
            assertThat(servers).containsText("1 event is parked");
            Locator row = servers.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("server-4711"));
            assertThat(row).containsText("Server disabled");

            row.getByRole(AriaRole.BUTTON, named("Inspect")).click();
            assertThat(browser.dialog()).containsText("\"serverId\": 4711");
            assertThat(browser.dialog()).containsText("Exception");
            assertThat(browser.accessibilityProblems()).isEmpty();
            browser.click("Close");

            row.getByRole(AriaRole.BUTTON, named("Retry")).click();
            assertThat(servers.getByRole(AriaRole.ALERT)).containsText("It can't be applied yet");
            assertThat(row).containsText("1");

            row.getByRole(AriaRole.BUTTON, named("Discard")).click();
            assertThat(browser.dialog()).containsText("stays without this event until it is rebuilt");
            assertThat(browser.accessibilityProblems()).isEmpty();
            browser.dialog().getByRole(AriaRole.BUTTON, named("Discard")).click();
            assertThat(servers).not().containsText("parked");
            assertThat(browser.section("audit")).not().containsText("parked");
        }
    }

    /** Whatever there is, a page holds no more of it than somebody can look at. */
    @Test
    @Order(5)
    void aThousandServersAndManyChangesAreAFewRows() {
        node.admin().post(PROJECTIONS + "/servers/rebuild", "");
        await().atMost(Duration.ofSeconds(60)).until(() -> rows() == Crowd.SERVERS);
        try (Browser browser = Browser.wide(node).signedIn()) {
            browser.go("Servers");
            Locator rows = browser.page().getByRole(AriaRole.ROW);
            assertThat(rows).hasCount(51);
            assertThat(browser.page().getByText("1–50 of 1000")).isVisible();
            browser.page()
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Name"))
                    .click();
            assertThat(rows.nth(1)).containsText("server 1 of rack 1");
            browser.page().getByLabel("Search").fill("server 777 ");
            assertThat(rows).hasCount(2);

            browser.go("Active providers");
            browser.page().getByLabel("Provider for chat").first().click();
            assertThat(browser.page().getByRole(AriaRole.OPTION)).hasCount(50);
            browser.go("Audit log");
            assertThat(rows).hasCount(101);
            assertThat(browser.button("Older")).isEnabled();
            browser.go("History");
            assertThat(browser.page()
                            .getByRole(AriaRole.LISTITEM)
                            .filter(new Locator.FilterOptions().setHasText("position")))
                    .hasCount(50);
        }
    }

    private static long rows() {
        return node.database()
                .sql("select count(*) from server_view")
                .query(Long.class)
                .single();
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }
}
