package dev.signalbox.app;

/** The node can't start as it is configured; the message says what to do. */
public class StartupRefusal extends RuntimeException {

    public StartupRefusal(String message) {
        super(message);
    }
}
