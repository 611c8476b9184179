package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandsTest {

    private static final String NOTHING = "{\"position\": 12, \"changes\": [], \"readable\": []}";
    private static final String SOMETHING = """
            {"position": 12, "changes": [{"action": "create"}], "readable": ["+ server gpu-1", "    server_type: ollama"]}""";

    private final FakeControlPlane node = new FakeControlPlane();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("signalbox.yaml");
        Files.writeString(file, """
                api_keys:
                  openai/A: {api_key: env:A_KEY}
                  openai/B: {api_key: file:b.txt}
                """);
        Files.writeString(directory.resolve("b.txt"), "sk-of-the-file\n");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Connection connection() {
        return new Connection(Map.of("SIGNALBOX_URL", node.url(), "SIGNALBOX_TOKEN", "sbx_one"));
    }

    private Run plan(String... more) {
        var source = new ConfigSource(Map.of("A_KEY", "sk-of-the-variable")::get);
        return Run.of(new PlanCommand(connection(), source), with("-f", file, more));
    }

    private Run apply(String... more) {
        var source = new ConfigSource(Map.of("A_KEY", "sk-of-the-variable")::get);
        return Run.of(new ApplyCommand(connection(), source), with("-f", file, more));
    }

    private static String[] with(String option, Path file, String... more) {
        var all = new java.util.ArrayList<>(java.util.List.of(option, file.toString()));
        all.addAll(java.util.List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void aPlanWithChangesEndsWithTwoAndSaysHowToGoOn() {
        node.will("POST /api/v1/admin/config/plan", 200, SOMETHING);
        Run run = plan("--prune");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out())
                .contains("+ server gpu-1\n    server_type: ollama\n", "apply -f " + file + " --prune --position 12");
    }

    @Test
    void aPlanWithoutChangesEndsWithZero() {
        node.will("POST /api/v1/admin/config/plan", 200, NOTHING);
        Run run = plan();
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualToIgnoringNewLines("No changes (position 12).");
        assertThat(plan("-o", "json").out()).startsWith("{").contains("\"position\" : 12");
    }

    @Test
    void secretsAreLookedUpHereAndSent() {
        node.will("POST /api/v1/admin/config/plan", 200, NOTHING);
        plan("--commit", "4f2a9c1");
        assertThat(node.bodies.getFirst())
                .contains("\"env:A_KEY\":\"sk-of-the-variable\"", "\"file:b.txt\":\"sk-of-the-file\"")
                .contains("\"commit\":\"4f2a9c1\"", "\"prune\":false");
    }

    @Test
    void whatCannotBeLookedUpIsNamedAndNothingIsSent() throws IOException {
        Files.writeString(file, "api_keys: {openai/A: {api_key: env:UNSET_KEY}}");
        assertThat(plan().err()).contains("The variable UNSET_KEY is not set");
        Files.writeString(file, "api_keys: {openai/A: {api_key: file:none.txt}}");
        assertThat(apply().err()).contains("none.txt can't be read (NoSuchFileException)");
        Files.writeString(file, "api_keys:\n  openai/A: {api_kei: 1}\n");
        Run run = apply();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("line 2: api_keys.openai/A.api_kei is not a known field");
        Files.delete(file);
        assertThat(plan().err()).contains("There is no file " + file);
        assertThat(node.asked).isEmpty();
    }

    @Test
    void applyingRefersToThePlanThatItMade() {
        node.will("POST /api/v1/admin/config/plan", 200, SOMETHING)
                .will("POST /api/v1/admin/config/apply", 200, SOMETHING.replace("12", "14"));
        Run run = apply();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("+ server gpu-1", "Applied: the configuration is at position 14.");
        assertThat(node.ifMatch).containsExactly("null", "\"12\"");
    }

    @Test
    void applyingAtAPositionDoesNotPlan() {
        node.will("POST /api/v1/admin/config/apply", 412, "{\"detail\":\"The plan was made at position 9.\"}");
        Run run = apply("--position", "9");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("The plan was made at position 9.");
        assertThat(node.ifMatch).containsExactly("\"9\"");
    }

    @Test
    void anExportIsPrintedAsItIs() {
        node.will("GET /api/v1/admin/config/export", 200, "version: 1\nservers: {}\n");
        assertThat(Run.of(new ExportCommand(connection())).out()).isEqualTo("version: 1\nservers: {}\n");
        assertThat(Run.of(new ExportCommand(connection()), "-o", "json").out()).contains("\"file\" : \"version: 1");
    }
}
