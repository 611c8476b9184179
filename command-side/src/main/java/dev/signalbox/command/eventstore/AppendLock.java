package dev.signalbox.command.eventstore;

/** The right to append events, held until the transaction ends; only one has it at a time, on all nodes. */
public final class AppendLock {

    /** An SQL expression. The number is "signalbx" in ASCII. */
    public static final String TAKE = "pg_advisory_xact_lock(" + 0x7369676e616c6278L + ")";

    private AppendLock() {}
}
