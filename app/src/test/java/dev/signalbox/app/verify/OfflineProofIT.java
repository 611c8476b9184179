package dev.signalbox.app.verify;

import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is checked without the database. */
class OfflineProofIT extends TamperedLog {

    @Test
    void anExportIsCheckedWithTheFileAlone() throws Exception {
        Path export = directory.resolve("export.ndjson");
        List<String> lines = new ArrayList<>(
                node.admin().get(CONFIG + "/audit/log").text().lines().toList());
        Files.write(export, lines);
        assertThat(verifyExport(export).code()).isZero();
        lines.remove(7);
        Files.write(export, lines);
        assertThat(verifyExport(export).text()).contains("position 8: the event was removed");
        Files.write(export, lines.subList(0, 7));
        assertThat(verifyExport(export).text()).contains("position 8: the event was removed, and all behind");
    }

    @Test
    void aBundleNeedsOnlyTheKeyAndNoBitMayDiffer() throws Exception {
        Path bundle = directory.resolve("bundle.json");
        String good = node.admin().get(CONFIG + "/audit/proof/bundle/5").text();
        Files.writeString(bundle, good);
        Outcome outcome = run("verify", "--bundle", bundle.toString(), "--key", key);
        assertThat(outcome.code()).as(outcome.text()).isZero();
        int entry = good.indexOf("\"entry\":\"") + 200;
        char flipped = good.charAt(entry) == 'A' ? 'B' : 'A';
        Files.writeString(bundle, good.substring(0, entry) + flipped + good.substring(entry + 1));
        assertThat(run("verify", "--bundle", bundle.toString(), "--key", key)).satisfies(bad -> {
            assertThat(bad.code()).isEqualTo(1);
            assertThat(bad.text()).contains("position 5:");
        });
        assertThat(run("verify", "--bundle", bundle.toString()).code()).isEqualTo(2);
    }

    @Test
    void whatIsNotThereIsAProblem() {
        String audit = CONFIG + "/audit";
        assertThat(node.admin().get(audit + "/proof/inclusion?position=99").status())
                .isEqualTo(404);
        assertThat(node.admin()
                        .get(audit + "/proof/inclusion?position=3&size=99")
                        .status())
                .isEqualTo(404);
        assertThat(node.admin().get(audit + "/proof/inclusion?position=x").status())
                .isEqualTo(400);
        assertThat(node.admin().get(audit + "/proof/consistency?from=5&to=3").status())
                .isEqualTo(400);
        assertThat(node.admin().get(audit + "/proof/consistency?from=0&to=99").status())
                .isEqualTo(404);
        assertThat(node.admin().get(audit + "/proof/bundle/99").status()).isEqualTo(404);
        assertThat(node.admin().get(audit + "/checkpoint?size=99").status()).isEqualTo(404);
        assertThat(node.admin().get(audit + "/checkpoint?size=-1").detail()).contains("size must be");
        assertThat(node.admin().get(audit + "/checkpoint").text()).startsWith("signalbox/");
    }
}
