package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How launcher and image start the JVM, by role and by what the operator says. */
class JvmFlagsTest {

    private static String flags(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "bash", "-euc", ". ./jvm-flags; jvm_flags \"$@\"; echo \"${flags[*]} ${MALLOC_ARENA_MAX:-}\"", "x"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Path.of("..").toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SIGNALBOX_") || name.startsWith("J"));
        builder.environment().remove("MALLOC_ARENA_MAX");
        builder.environment().putAll(environment);
        Process bash = builder.start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    void aNodeThatDoesInferenceOnlyIsKeptSmall() throws Exception {
        assertThat(flags(Map.of("SIGNALBOX_ROLES", "inference"), "25"))
                .contains("-XX:+UseSerialGC", "-Xms96m", "-XX:+UseCompactObjectHeaders")
                .endsWith(" 2\n");
        assertThat(flags(Map.of(), "25", "serve", "--signalbox.roles=inference"))
                .contains("-XX:+UseSerialGC");
        assertThat(flags(Map.of("SIGNALBOX_ROLES", "inference"), "21"))
                .contains("-XX:+UseSerialGC")
                .doesNotContain("CompactObjectHeaders", "sun-misc");
    }

    @Test
    void othersAreNot() throws Exception {
        assertThat(flags(Map.of(), "25"))
                .contains("-XX:+ExitOnOutOfMemoryError")
                .doesNotContain("SerialGC", "Xms", "Compact");
        assertThat(flags(Map.of("SIGNALBOX_ROLES", "query,inference"), "25")).doesNotContain("SerialGC");
    }

    @Test
    void theOperatorGoesFirst() throws Exception {
        assertThat(flags(Map.of("SIGNALBOX_ROLES", "inference", "JAVA_TOOL_OPTIONS", "-Xmx64m -XX:+UseG1GC"), "25"))
                .doesNotContain("SerialGC", "Xms")
                .contains("-XX:ReservedCodeCacheSize=64m");
        assertThat(flags(
                        Map.of("SIGNALBOX_ROLES", "inference", "SIGNALBOX_JAVA_OPTS", "-XX:-UseCompactObjectHeaders"),
                        "25"))
                .doesNotContain("CompactObjectHeaders")
                .contains("-XX:+UseSerialGC");
    }
}
