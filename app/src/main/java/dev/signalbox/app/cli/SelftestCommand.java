package dev.signalbox.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code signalbox selftest}. */
@Command(
        name = "selftest",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a running node and what it routes to. Never prints more of a key than its mask.",
            "For each purpose: the active provider, its conversion for LiteLLM and Wilmer, its health, each fallback's health."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:All checks passed, or were skipped.", "1:A check failed.", "64:Wrong usage."},
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox selftest",
            "  signalbox selftest --inference --junit selftest.xml",
            "  signalbox selftest --url https://control.example --data-url https://llm.example --inference"
        })
public final class SelftestCommand extends Console implements Callable<Integer> {

    @Option(
            names = "--inference",
            description = "Also send a real, minimal request for each purpose, for chat a streamed one, too. May cost a"
                    + " fraction of a cent.")
    private boolean inference;

    @Option(names = "--junit", paramLabel = "FILE", description = "Also write the results there, as JUnit XML.")
    private @Nullable Path junit;

    @Option(
            names = "--data-url",
            paramLabel = "URL",
            description = "The data plane. Default: $$SIGNALBOX_DATA_URL, else http://127.0.0.1:$$SIGNALBOX_DATA_PORT"
                    + " (4000).")
    private @Nullable String dataUrl;

    public SelftestCommand() {
        this(new Connection());
    }

    SelftestCommand(Connection connection) {
        super(connection);
    }

    @Override
    public Integer call() {
        String[] shown = {""};
        DataPlane data = inference ? connection().dataPlane(dataUrl) : null;
        List<Check> checks = new SelftestRun(controlPlane(), data, check -> {
                    if (!connection().json()) {
                        if (!check.purpose().equals(shown[0])) {
                            shown[0] = check.purpose();
                            line(check.purpose());
                        }
                        line(check.line());
                    }
                })
                .run();
        if (junit != null) {
            JUnitXml.write(junit, checks);
        }
        boolean passed = SelftestRun.passed(checks);
        if (connection().json()) {
            json(checks, passed);
        } else {
            var counts = SelftestRun.counts(checks);
            line(counts.getOrDefault(Check.Outcome.PASSED, 0L) + " passed, "
                    + counts.getOrDefault(Check.Outcome.FAILED, 0L) + " failed, "
                    + counts.getOrDefault(Check.Outcome.SKIPPED, 0L) + " skipped");
        }
        return passed ? 0 : 1;
    }

    private void json(List<Check> checks, boolean passed) {
        var all = new JsonMapper().createObjectNode().put("passed", passed);
        var list = all.putArray("checks");
        checks.forEach(check -> list.addObject()
                .put("purpose", check.purpose())
                .put("name", check.name())
                .put("outcome", check.outcome().name().toLowerCase(java.util.Locale.ROOT))
                .put("detail", check.detail())
                .put("millis", check.millis()));
        line(all.toPrettyString());
    }
}
