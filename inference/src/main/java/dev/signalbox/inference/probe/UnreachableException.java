package dev.signalbox.inference.probe;

/** A provider that gave no answer. */
final class UnreachableException extends Exception {

    private final String why;

    UnreachableException(String why) {
        super(why, null, false, false);
        this.why = why;
    }

    /** In our own words, fit to be shown. */
    String why() {
        return why;
    }
}
