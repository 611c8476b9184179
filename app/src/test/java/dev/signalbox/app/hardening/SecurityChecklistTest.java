package dev.signalbox.app.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checklist in docs/security.md promises tests; here it is seen whether they exist. */
class SecurityChecklistTest {

    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT))`");

    @Test
    void everyTestThatTheChecklistNamesExists() throws IOException {
        Set<String> known;
        try (Stream<Path> files = Files.walk(Path.of(".."), 12)) {
            known = files.map(file -> file.toString().replace('\\', '/'))
                    .filter(file -> file.contains("/src/test/java/") && file.endsWith(".java"))
                    .map(file -> file.substring(file.lastIndexOf('/') + 1, file.length() - 5))
                    .collect(Collectors.toSet());
        }
        List<String> named = TEST.matcher(checklist())
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();

        assertThat(named).hasSizeGreaterThan(30);
        assertThat(known).containsAll(named);
    }

    @Test
    void everyLineNamesATest() throws IOException {
        assertThat(checklist().lines().filter(line -> line.matches("\\| (API)?[0-9].*")))
                .hasSizeGreaterThan(60)
                .allMatch(line -> TEST.matcher(line).find());
    }

    private static String checklist() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "security.md"));
        return page.substring(page.indexOf("## Checklist"));
    }
}
