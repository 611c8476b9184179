package dev.signalbox.inference.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FailoverPageTest {

    @Test
    void thePageSaysOfEachFailureWhatTheTableSays() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "failover.md"));
        List<String> rows = Pattern.compile(
                        "^\\| `([A-Z_]+)` \\|[^|]+\\|([^|]+)\\|([^|]+)\\|([^|]+)\\|([^|]+)\\|$", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map(row -> String.join("|", row.group(1), row.group(2), row.group(3), row.group(4), row.group(5))
                        .replaceAll(" *\\| *", "|")
                        .strip())
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(FailureClass.values())
                        .map(FailoverPageTest::row)
                        .toList());
    }

    private static String row(FailureClass failure) {
        return String.join("|", failure.name(), then(failure), again(failure), cools(failure), status(failure));
    }

    private static String then(FailureClass failure) {
        return switch (failure.then()) {
            case NEXT -> "next";
            case PRIMARY_DECIDES -> "final from the primary, next from a fallback";
            case GIVE_UP -> "give up";
            case END_STREAM -> failure == FailureClass.CLIENT_STALLED ? "end" : "error event, end";
        };
    }

    private static String again(FailureClass failure) {
        return switch (failure.again()) {
            case NO -> "–";
            case AT_ONCE -> "at once";
            case BACK_OFF -> "after a pause";
        };
    }

    private static String cools(FailureClass failure) {
        long seconds = failure.cooling().time().toSeconds();
        return switch (failure.cooling().kind()) {
            case NOT_ASKED, ALIVE -> "–";
            case COUNTED -> "counted";
            case AT_ONCE -> seconds < 60 ? seconds + " s" : seconds / 60 + " min";
        };
    }

    private static String status(FailureClass failure) {
        boolean provider = failure == FailureClass.REQUEST_REFUSED || failure == FailureClass.REQUEST_TOO_LARGE;
        boolean begun = failure.then() == FailureClass.Then.END_STREAM;
        return begun ? "–" : provider ? "the provider's" : Integer.toString(failure.status());
    }
}
