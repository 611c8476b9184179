package dev.signalbox.inference.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FailoverPageTest {

    @Test
    void thePageHasARowForEachFailureAndNoOther() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "failover.md"));
        var rows = Pattern.compile("^\\| `([A-Z_]+)` \\|", Pattern.MULTILINE).matcher(page);
        assertThat(rows.results().map(MatchResult::group).map(row -> row.replaceAll("[^A-Z_]", "")))
                .containsExactlyElementsOf(
                        Arrays.stream(FailureClass.values()).map(Enum::name).toList());
    }
}
