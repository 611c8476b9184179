package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Signalbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** docs/cli.md is made from the commands themselves. */
class CliDocsTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "cli.md");

    static List<CommandLine> commands() {
        List<CommandLine> all = new ArrayList<>();
        add(Cli.of(new Signalbox()), all);
        return all;
    }

    private static void add(CommandLine command, List<CommandLine> all) {
        all.add(command);
        command.getSubcommands().values().stream().distinct().forEach(sub -> add(sub, all));
    }

    static Stream<String> names() {
        return commands().stream().map(command -> command.getCommandSpec().qualifiedName());
    }

    private static CommandLine named(String name) {
        return commands().stream()
                .filter(command -> command.getCommandSpec().qualifiedName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theDocumentSaysWhatTheCommandsSay() throws IOException {
        StringBuilder text = new StringBuilder("""
                # The command line

                What `signalbox COMMAND --help` says, of every command. Made from the commands; a test keeps it so
                (`-Dupdate.cli=true` writes it again).
                """);
        for (CommandLine command : commands()) {
            text.append("\n## ")
                    .append(command.getCommandSpec().qualifiedName())
                    .append("\n\n```\n");
            text.append(command.getUsageMessage(Ansi.OFF).stripTrailing().replaceAll("(?m)[ \\t]+$", ""));
            text.append("\n```\n");
        }
        if (Boolean.getBoolean("update.cli")) {
            Files.writeString(DOCUMENT, text);
        }
        assertThat(text.toString())
                .as(
                        "The commands have changed: mvn verify -Dtest=CliDocsTest -Dupdate.cli=true, and commit docs/cli.md.")
                .isEqualTo(Files.readString(DOCUMENT));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyCommandHasHelpAndAnExampleOfItself(String name) {
        CommandLine command = named(name);
        var usage = command.getCommandSpec().usageMessage();
        assertThat(usage.description()).isNotEmpty();
        assertThat(command.getCommandSpec().optionsMap()).containsKey("--help");
        String inExamples = name.equals("signalbox import") ? "signalbox import ops-center" : name;
        assertThat(String.join("\n", usage.footer())).contains(inExamples);
        command.getCommandSpec()
                .options()
                .forEach(option -> assertThat(option.description())
                        .as(name + " " + option.longestName())
                        .satisfiesAnyOf(
                                description -> assertThat(description).isNotEmpty(),
                                description -> assertThat(option.hidden()).isTrue()));
    }

    @Test
    void completionKnowsTheCommands() {
        Run run = Run.ofRoot("completion");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("complete -F", "api-keys", "selftest", "--use-for");
    }

    @Test
    void wrongUsageIsNoPlanWithChanges() {
        Run run = Run.ofRoot("plan");
        assertThat(run.code()).isEqualTo(64);
        assertThat(run.err()).contains("Missing required option: '--file=FILE'", "Try: signalbox plan --help");
        assertThat(Run.ofRoot("serverz").code()).isEqualTo(64);
        assertThat(Run.ofRoot("import").code()).isEqualTo(64);
    }
}
