package dev.signalbox.events.signal;

/** What a client says it is, as the audit log keeps it: it can say anything, at any length. */
public final class UserAgent {

    private static final int LONGEST = 255;

    private UserAgent() {}

    /** @param header as it came; what can't be printed is shown as a question mark */
    public static String printable(String header) {
        String safe = header.replaceAll("[^\\x20-\\x7e]", "?");
        return safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST);
    }
}
