package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Imports into a node, by the command itself. */
record Mover(TestNode node, Path directory) {

    Run run(OldInstallation old, String key, String... more) throws Exception {
        Path file = directory.resolve("byok.key");
        Files.writeString(file, key);
        return run(old.database().url(), old.database().user(), old.database().password(), file, more);
    }

    Run run(String url, String user, String password, Path key, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--url", url, "--user", user, "--byok-key-file", "" + key));
        arguments.addAll(List.of(more));
        var environment = Map.of(
                "PGPASSWORD",
                password,
                "SIGNALBOX_URL",
                "http://127.0.0.1:" + node.controlPort(),
                "SIGNALBOX_TOKEN",
                TestNode.ADMIN_TOKEN);
        return Run.of(new ImportOpsCenter(environment), arguments.toArray(String[]::new));
    }

    JsonNode get(String path) {
        Answer answer = node.admin().get(path);
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        return answer.json();
    }

    Connection connection() {
        return new Connection(Map.of(
                "SIGNALBOX_URL", "http://127.0.0.1:" + node.controlPort(), "SIGNALBOX_TOKEN", TestNode.ADMIN_TOKEN));
    }
}
