package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.TestNode;
import dev.signalbox.app.resilience.FakeOpenAi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A day with the command line, against a node and an upstream. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EverydayIT {

    private static final String KEY = "sk-0123456789-WXYZ";
    private static TestNode node;
    private static FakeOpenAi upstream;

    @TempDir
    static Path directory;

    @BeforeAll
    static void start() throws IOException {
        node = TestNode.start();
        upstream = new FakeOpenAi("upstream");
        Files.writeString(directory.resolve("a.key"), KEY + "\n");
    }

    @AfterAll
    static void stop() {
        node.close();
        upstream.close();
    }

    private static Connection connection() {
        return new Connection(Map.of(
                "SIGNALBOX_URL", "http://127.0.0.1:" + node.controlPort(),
                "SIGNALBOX_DATA_PORT", "" + node.dataPort(),
                "SIGNALBOX_TOKEN", TestNode.ADMIN_TOKEN));
    }

    private static Run servers(String... arguments) {
        return Run.of(new Servers(connection()), arguments);
    }

    private static Run keys(String... arguments) {
        return Run.of(new ApiKeys(connection()), arguments);
    }

    private static Run active(String... arguments) {
        return Run.of(new Active(connection()), arguments);
    }

    private static Run selftest(String... arguments) {
        return Run.of(new SelftestCommand(connection()), arguments);
    }

    private static String ok(Run run) {
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        return run.out();
    }

    @Test
    @Order(1)
    void whereNothingIsActiveTheSelftestFails() {
        Run run = selftest();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("skip active provider: none is set", "FAIL active providers", "signalbox active set");
    }

    @Test
    @Order(2)
    void serversAndKeysComeAndAreChanged() {
        assertThat(ok(servers(
                        "add",
                        "one",
                        "--type",
                        "openai-compatible",
                        "--base-url",
                        upstream.baseUrl(),
                        "--use-for",
                        "chat")))
                .contains("Registered the server one with the number 1");
        ok(servers(
                "add",
                "two",
                "--type",
                "openai-compatible",
                "--base-url",
                upstream.baseUrl(),
                "--key",
                "file:" + directory.resolve("a.key")));
        ok(servers("update", "two", "--rename", "zwei", "--use-for", "chat,reranking"));
        assertThat(ok(servers("list")))
                .contains("zwei")
                .contains("chat,reranking", "****WXYZ")
                .doesNotContain(KEY);
        assertThat(ok(servers("show", "2"))).contains("\"name\" : \"zwei\"");
        assertThat(ok(servers("test", "one"))).startsWith("healthy: ");
        assertThat(ok(servers("models", "one"))).isNotBlank();
        assertThat(ok(keys("add", "openai", "Main", "--key", "file:" + directory.resolve("a.key"))))
                .contains("Added the key openai/Main (****WXYZ)");
        ok(keys("update", "Main", "--rename", "Other"));
        assertThat(ok(keys("rotate", "openai/Other", "--key", "file:" + directory.resolve("a.key"))))
                .contains("Rotated");
        assertThat(ok(keys("list")))
                .contains("openai", "Other", "****WXYZ")
                .containsPattern("COST USD .*\\R.* 0\\.0000 ")
                .doesNotContain(KEY);
        assertThat(ok(keys("show", "Other"))).doesNotContain(KEY);
    }

    @Test
    @Order(3)
    void aProviderBecomesActiveByItsName() {
        assertThat(ok(active("set", "chat", "server:one", "--fallback", "server:zwei@big")))
                .contains("Active provider set for chat");
        assertThat(ok(active("list")))
                .contains("chat", "server:one, then server:zwei@big")
                .contains("embeddings  none");
        Run wrong = active("set", "chat", "one");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("write server:NAME or key:PROVIDER/NAME");
        assertThat(active("set", "chat", "server:nobody").err()).contains("There is no server nobody");
        assertThat(servers("remove", "one").err()).contains("can't be removed");
    }

    @Test
    @Order(4)
    void theSelftestPassesAndWritesItsResults() throws Exception {
        Path results = directory.resolve("selftest.xml");
        String out = ok(selftest("--inference", "--junit", results.toString()));
        assertThat(out)
                .contains(
                        "ok   active provider: server one", "ok   conversion for LiteLLM", "ok   conversion for Wilmer")
                .contains("ok   health of server 1: ", "ok   health of fallback 1, server 2")
                .contains("ok   a request: answered by", "ok   a streamed request")
                .contains("0 failed, 2 skipped")
                .doesNotContain(KEY);
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(results.toFile());
        assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(10);
        assertThat(document.getElementsByTagName("failure").getLength()).isZero();
        assertThat(document.getElementsByTagName("skipped").getLength()).isEqualTo(2);
        assertThat(ok(selftest("-o", "json"))).contains("\"passed\" : true");
    }

    @Test
    @Order(5)
    void aFallbackThatIsDownIsFound() throws Exception {
        ok(servers(
                "add", "gone", "--type", "openai-compatible", "--base-url", "http://127.0.0.1:9", "--use-for", "chat"));
        ok(active("set", "chat", "server:one", "--fallback", "server:gone"));
        Path results = directory.resolve("failed.xml");
        Run run = selftest("--junit", results.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("FAIL health of fallback 1", "1 failed");
        assertThat(Files.readString(results)).contains("<failure message=");
        Run status = Run.of(new StatusCommand(connection()));
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out()).contains("! the server gone is down");
        ok(active("set", "chat", "server:one"));
        ok(servers("remove", "gone"));
    }

    @Test
    @Order(6)
    void whatTheDataPlaneRefusesIsSaid() {
        Run run = Run.of(new SelftestCommand(connection()), "--inference", "--data-url", "http://127.0.0.1:9");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("FAIL a request: nothing listens at http://127.0.0.1:9. Say where");
    }

    @Test
    @Order(7)
    void historyIsReadAndGoneBackTo() {
        long before = node.events();
        ok(servers("update", "zwei", "--model-path", "m"));
        assertThat(ok(Run.of(new History(connection()), "list", "--limit", "2")))
                .contains("ServerUpdated", "model_path");
        assertThat(ok(Run.of(new History(connection()), "diff", "--from", "" + before)))
                .contains("model_path");
        Run dry = Run.of(new RestoreCommand(connection()), "--position", "" + before, "--dry-run");
        assertThat(ok(dry)).contains("~ UpdateServer zwei", "--base " + (before + 1));
        assertThat(ok(Run.of(new RestoreCommand(connection()), "--position", "" + before)))
                .contains("1 command done.");
        assertThat(ok(servers("show", "zwei"))).contains("\"model_path\" : null");
        assertThat(ok(Run.of(new StatusCommand(connection())))).contains("Nothing is wrong.");
    }

    @Test
    @Order(8)
    void aKeyIsNeverTakenFromTheArguments() {
        Run run = keys("add", "openai", "Leaked", "--key", "sk-typed-by-mistake-1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("--key must be env:NAME").doesNotContain("sk-typed");
        assertThat(keys("add", "openai", "None").err()).contains("Add --key env:NAME");
        assertThat(keys("rotate", "Other", "--key", "env:NOBODY_SETS_THIS").err())
                .contains("is not set");
    }

    @Test
    @Order(9)
    void whatWasMadeIsTakenAway() {
        ok(active("clear", "chat"));
        ok(servers("remove", "one"));
        ok(keys("delete", "openai/Other"));
        assertThat(ok(servers("list")).lines()).hasSize(2);
        assertThat(ok(keys("list"))).startsWith("There is no API key yet. To add one: signalbox api-keys add");
    }

    @Test
    @Order(10)
    void localServersAreFoundAndNotAdded() {
        var ports = Map.of("ollama", port(), "vllm", 9, "llamacpp", port());
        assertThat(ok(Run.of(new Discover(connection(), ports)))).contains("is there already, as the server zwei");
        ok(servers("remove", "zwei"));
        assertThat(ok(Run.of(new Discover(connection(), ports))))
                .contains("llamacpp at http://127.0.0.1:" + port() + ", 1 model: upstream-model")
                .contains("  signalbox servers add local-llamacpp --type llamacpp --base-url http://127.0.0.1:" + port()
                        + " --use-for chat");
        assertThat(ok(servers("list"))).startsWith("There is no server yet.").contains("signalbox discover");
        assertThat(ok(Run.of(new Discover(connection(), Map.of("vllm", 9))))).startsWith("Nothing was found");
    }

    private static int port() {
        return java.net.URI.create(upstream.baseUrl()).getPort();
    }
}
