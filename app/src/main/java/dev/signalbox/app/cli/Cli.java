package dev.signalbox.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** How every command fails: without a stack trace, with an exit code that says whose fault it was. */
public final class Cli {

    /** As sysexits.h has it; 2 is what {@code plan} says of changes. */
    private static final int USAGE = 64;

    private static final int WIDTH = 120;

    private Cli() {}

    public static CommandLine of(Object root) {
        CommandLine command = new CommandLine(root)
                .setUsageHelpWidth(WIDTH)
                .setExecutionExceptionHandler(Failure::report)
                .setParameterExceptionHandler((e, arguments) -> usage(e));
        document(command);
        return command;
    }

    /** Those whose exit codes mean nothing special don't say so one by one. */
    private static void document(CommandLine command) {
        var usage = command.getCommandSpec().usageMessage();
        if (usage.exitCodeList().isEmpty()) {
            usage.exitCodeListHeading("%nExit codes:%n");
            Map<String, String> codes = new LinkedHashMap<>();
            codes.put("0", "It is done.");
            codes.put("1", "It failed; the message says what to do.");
            codes.put("64", "Wrong usage.");
            usage.exitCodeList(codes);
        }
        command.getSubcommands().values().forEach(Cli::document);
    }

    private static int usage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        command.getErr().println(command.getColorScheme().errorText("signalbox: " + e.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        command.getErr().flush();
        return USAGE;
    }
}
