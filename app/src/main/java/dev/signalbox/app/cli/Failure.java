package dev.signalbox.app.cli;

import picocli.CommandLine;

/** A command ends with exit code 1; the message says to its user what to do. */
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    Failure(String message) {
        this(message, 0);
    }

    /** @param status what the control plane answered, 0 when it did not */
    Failure(String message, int status) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** No stack trace: who types a command has not written it. */
    public static int report(Exception failure, CommandLine command, CommandLine.ParseResult ignored) {
        String text = failure instanceof Failure ? failure.getMessage() : failure.toString();
        command.getErr().println(command.getColorScheme().errorText("signalbox: " + text));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
