package dev.signalbox.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.signalbox.app.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What requests took, as the page of it and the overview show it. */
@ExtendWith(Browser.End.class)
class UsagePageIT {

    private TestNode node;
    private long server;

    @BeforeEach
    void aDayOfRequests() {
        node = Browser.node();
        server = node.admin()
                .post(
                        CONFIG + "/servers",
                        "{\"name\": \"used\", \"server_type\": \"ollama\", \"base_url\": \"http://127.0.0.1:9\","
                                + " \"use_for_chat\": true, \"use_for_reranking\": true}")
                .id();
        new Traffic(node).ofADay(Map.of("gpu-01", server, "workstation", server, "rerank-01", server, "Main", 4711L));
    }

    @AfterEach
    void nothingIsLeftOfIt() {
        node.admin().delete(CONFIG + "/active/reranking");
        node.admin().delete(CONFIG + "/servers/" + server);
        node.database().sql("truncate usage_rollup").update();
    }

    @Test
    void whoTookHowMuchIsShownByWhateverTellsThemApartAndAsAFile() throws IOException {
        try (Browser browser = Browser.wide().signedIn()) {
            browser.go("Usage");
            Locator groups =
                    browser.page().getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Usage by group"));
            assertThat(groups).containsText("used");
            assertThat(groups).containsText("Search units");
            choose(browser, "By", "Client");
            assertThat(groups).containsText("night-batch");
            assertThat(browser.page().locator(".recharts-line-curve")).hasCount(3);

            choose(browser, "Measure", "Search units");
            assertThat(browser.page().getByText("searches of")).hasCount(1);
            browser.page().getByText("Last hour").click();
            assertThat(browser.page().locator(".recharts-line-curve")).hasCount(3);
            assertThat(browser.accessibilityProblems()).isEmpty();

            Download csv = browser.page().waitForDownload(() -> browser.click("CSV"));
            assertThat(csv.suggestedFilename()).isEqualTo("usage.csv");
            assertThat(Files.readString(csv.path()))
                    .startsWith("starts_at,client,token_id,requests,errors")
                    .contains("night-batch");
        }
    }

    @Test
    void theOverviewShowsRatesAndCurvesAndWhatARerankerBillsBy() {
        node.admin()
                .post(
                        CONFIG + "/active",
                        "{\"purpose\": \"reranking\", \"provider_type\": \"ai_server\", \"provider_id\": " + server
                                + "}");
        try (Browser browser = Browser.wide().signedIn()) {
            Locator reranking = browser.section("Reranking");
            assertThat(reranking).containsText("Search units today");
            assertThat(reranking).not().containsText("Tokens today");
            // requests, errors, latency and search units; neither streams nor prices
            assertThat(reranking.locator("svg.spark")).hasCount(4);
        }
    }

    private static void choose(Browser browser, String what, String option) {
        browser.page()
                .getByRole(
                        AriaRole.COMBOBOX,
                        new Page.GetByRoleOptions().setName(what).setExact(true))
                .click();
        browser.page()
                .getByRole(
                        AriaRole.OPTION,
                        new Page.GetByRoleOptions().setName(option).setExact(true))
                .click();
    }
}
