package dev.signalbox.app.verify;

/** The log is not what was signed. */
class Tampered extends Exception {

    private static final long serialVersionUID = 1;

    Tampered(String message) {
        super(message);
    }
}
