package dev.signalbox.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** How every command fails: without a stack trace, with an exit code that says whose fault it was. */
public final class Cli {

    /** As sysexits.h has it; 2 is what {@code plan} says of changes. */
    private static final int USAGE = 64;

    private static final int WIDTH = 120;

    private Cli() {}

    public static CommandLine of(Object root) {
        return new CommandLine(root)
                .setUsageHelpWidth(WIDTH)
                .setExecutionExceptionHandler(Failure::report)
                .setParameterExceptionHandler((e, arguments) -> usage(e));
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
