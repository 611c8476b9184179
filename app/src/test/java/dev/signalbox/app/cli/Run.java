package dev.signalbox.app.cli;

import dev.signalbox.app.Signalbox;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command printed, and how it ended. */
record Run(int code, String out, String err) {

    static Run of(Object command, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setExecutionExceptionHandler(Failure::report)
                .execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    /** As a user types it. */
    static Run ofRoot(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Cli.of(new Signalbox())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }
}
