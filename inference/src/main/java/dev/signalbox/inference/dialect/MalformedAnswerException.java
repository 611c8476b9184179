package dev.signalbox.inference.dialect;

/** What a provider sent is nothing that its API has. */
public final class MalformedAnswerException extends RuntimeException {

    MalformedAnswerException(String message) {
        super(message, null, false, false);
    }
}
