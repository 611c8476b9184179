package dev.signalbox.query.proof;

/** The events are not those that were signed: nothing is signed from here on until somebody has looked. */
class BrokenLog extends RuntimeException {

    BrokenLog(String message) {
        super(message);
    }
}
