package dev.signalbox.query.live;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Whether who opened a stream may still read it. A stream lasts: a token can be revoked or a session end while it goes
 * on, and nobody knocks at the door again.
 */
@FunctionalInterface
public interface Admission {

    /** The request attribute under which the door leaves it. */
    String ATTRIBUTE = "dev.signalbox.query.live.Admission";

    /** Asked at least once a second for as long as the stream goes on. */
    boolean holds();

    /** @throws IllegalStateException when no door has left one: nothing is streamed unguarded */
    static Admission of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Admission admission) {
            return admission;
        }
        throw new IllegalStateException("The request has passed no door");
    }
}
