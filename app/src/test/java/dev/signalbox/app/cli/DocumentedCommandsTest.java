package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Signalbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** Every command line that the documentation or a command's help shows is one that the commands take. */
class DocumentedCommandsTest {

    /** Blocks and code between backticks; {@code .ci/docs} runs the blocks, this looks at the rest as well. */
    private static final Pattern CODE =
            Pattern.compile("(?m)^```\\w*\\n(?<block>.*?)^```|`(?<inline>[^`]+)`", Pattern.DOTALL);

    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|'[^']*'|[^\\s\"'|&;<>()#]+");
    private static final Pattern CALL =
            Pattern.compile("(?<![\\w./-])(?:\\./)?signalbox((?: {1,2}(?:" + WORD.pattern() + "))*)(?![\\w.-])");

    /** They print for a shell, or into a file, what has only one shape. */
    private static final Set<String> ONE_SHAPE = Set.of("signalbox completion", "signalbox keygen");

    @Test
    void theDocumentationShowsCommandsThatThereAre() throws IOException {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Path page : pages()) {
            String text = Files.readString(page);
            for (MatchResult code : CODE.matcher(text).results().toList()) {
                boolean inline = code.group("block") == null;
                for (String call : calls(inline ? code.group("inline") : code.group("block"))) {
                    seen++;
                    String error = error(call, inline);
                    if (!error.isEmpty()) {
                        long line = text.substring(0, code.start()).lines().count() + 1;
                        wrong.add(page.getFileName() + ":" + line + ": signalbox" + call + ": " + error);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(30);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("..", "docs"))) {
            return Stream.concat(Stream.of(Path.of("..", "README.md"), Path.of("..", "CONTRIBUTING.md")), docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    // made from the help texts, which are looked at below
                    .filter(page -> !page.endsWith("cli.md"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void helpShowsCommandsThatThereAre() {
        List<String> wrong = new ArrayList<>();
        for (CommandLine command : CliDocsTest.commands()) {
            for (String line : command.getCommandSpec().usageMessage().footer()) {
                for (String call : line.startsWith("  ") ? calls(line) : List.<String>of()) {
                    String error = error(call, false);
                    if (!error.isEmpty()) {
                        wrong.add(command.getCommandSpec().qualifiedName() + ": " + line.strip() + ": " + error);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsNoCommandIsSeen() {
        assertThat(calls("  signalbox servers lst | grep x && ./signalbox keys list   # a comment: signalbox no"))
                .containsExactly(" servers lst", " keys list");
        assertThat(error(" servers lst", true)).contains("Unmatched argument");
        assertThat(error(" servers list --colour", true)).contains("--colour");
        assertThat(error(" plan", false)).contains("--file");
        assertThat(error(" plan", true)).isEmpty();
    }

    @Test
    void everyCommandThatAnswersDoesSoInJsonToo() {
        assertThat(CliDocsTest.commands().stream()
                        .filter(command -> command.getSubcommands().isEmpty())
                        .filter(command ->
                                !ONE_SHAPE.contains(command.getCommandSpec().qualifiedName()))
                        .toList())
                .hasSizeGreaterThan(40)
                .allSatisfy(command -> assertThat(command.getCommandSpec().optionsMap())
                        .as(command.getCommandSpec().qualifiedName())
                        .containsKey("--output"))
                .allSatisfy(command -> assertThat(command.getCommandSpec().optionsMap())
                        .as(command.getCommandSpec().qualifiedName())
                        .containsKey("-o"));
    }

    @Test
    void everyCommandSaysItsExitCodes() {
        assertThat(CliDocsTest.commands())
                .allSatisfy(command -> assertThat(
                                command.getCommandSpec().usageMessage().exitCodeList())
                        .as(command.getCommandSpec().qualifiedName())
                        .containsKeys("0", "1", "64"));
    }

    /** What comes behind {@code signalbox}, without comments. */
    private static List<String> calls(String code) {
        List<String> calls = new ArrayList<>();
        for (String line : code.replace("\\\n", " ").split("\n", -1)) {
            String command = line.strip().replaceFirst("(\\s{3,}|\\s#).*", "");
            CALL.matcher(command).results().forEach(call -> calls.add(call.group(1)));
        }
        return calls;
    }

    /** @param fragment whether something that is needed may be left out */
    private static String error(String call, boolean fragment) {
        String[] words = WORD.matcher(call)
                .results()
                .map(MatchResult::group)
                // placeholders, which may stand for numbers
                .map(word -> word.matches("[A-Z]+|\"?\\$\\w+\"?") ? "1" : word)
                .filter(word -> !word.equals("…"))
                .toArray(String[]::new);
        try {
            Cli.of(new Signalbox()).parseArgs(words);
            return "";
        } catch (MissingParameterException e) {
            return fragment ? "" : String.valueOf(e.getMessage());
        } catch (ParameterException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
