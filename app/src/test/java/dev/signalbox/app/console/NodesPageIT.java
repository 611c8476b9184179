package dev.signalbox.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.signalbox.app.Http.CONFIG;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.signalbox.app.TestNode;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which nodes there are, and by which position each of them works. */
@ExtendWith(Browser.End.class)
class NodesPageIT {

    @Test
    void aChangeIsSeenToArriveOnANodeAndANodeThatIsLostIsSaidToBe() {
        TestNode node = Browser.node();
        node.database()
                .sql(
                        "insert into node (id, roles, version, started_at, seen_at, positions) values ('4711@lost', '{inference}', '1',"
                                + " now() - interval '1 hour', now() - interval '1 minute', '{\"routing-snapshot\": 1}')")
                .update();
        try (Browser browser = Browser.wide().signedIn()) {
            assertThat(browser.page().getByText("The node 4711@lost is not heard of any more"))
                    .isVisible();
            browser.go("Nodes");
            Locator lost = card(browser, "4711@lost");
            assertThat(lost).containsText("Lost");
            assertThat(lost).containsText("behind");
            Locator alive = card(browser, "Alive");
            node.admin()
                    .post(
                            CONFIG + "/servers",
                            "{\"name\": \"node-%s\", \"server_type\": \"ollama\", \"base_url\": \"http://127.0.0.1:9\"}"
                                    .formatted(UUID.randomUUID()));
            // as the console writes numbers
            String head = "%,d".formatted(node.events());
            assertThat(alive.getByText(head, new Locator.GetByTextOptions().setExact(true))
                            .first())
                    .isVisible();
            assertThat(alive).not().containsText("behind");
        } finally {
            node.database().sql("delete from node where id = '4711@lost'").update();
        }
    }

    private static Locator card(Browser browser, String text) {
        return browser.page()
                .locator("section")
                .filter(new Locator.FilterOptions().setHasText(text))
                .filter(new Locator.FilterOptions().setHas(browser.page().getByRole(AriaRole.HEADING)));
    }
}
