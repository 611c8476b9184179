package dev.signalbox.inference.circuit;

import java.time.Duration;

/** What a failure means for the provider's next requests. */
public record Cooling(Kind kind, Duration time) {

    /** How much it weighs. */
    public enum Kind {
        /** Nothing was sent to it, so that nothing is known. */
        NOT_ASKED,
        /** It works; the request, its size or its length was the trouble. */
        ALIVE,
        /** One failure is none; when too many of the last requests fail, it is left alone. */
        COUNTED,
        /** It says itself that asking again soon is useless. */
        AT_ONCE
    }

    public static final Cooling NOT_ASKED = new Cooling(Kind.NOT_ASKED, Duration.ZERO);
    public static final Cooling ALIVE = new Cooling(Kind.ALIVE, Duration.ZERO);
    public static final Cooling COUNTED = new Cooling(Kind.COUNTED, Duration.ZERO);

    public static Cooling of(Duration time) {
        return new Cooling(Kind.AT_ONCE, time);
    }
}
