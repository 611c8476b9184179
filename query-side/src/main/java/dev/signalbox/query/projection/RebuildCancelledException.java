package dev.signalbox.query.projection;

/** Somebody didn't want it any more; its transaction is rolled back. */
class RebuildCancelledException extends RuntimeException {

    RebuildCancelledException() {
        super("cancelled", null, false, false);
    }
}
