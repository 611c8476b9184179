package dev.signalbox.inference.dialect;

import org.jspecify.annotations.Nullable;

/** A request that can't be said in the provider's API. */
public final class UntranslatableException extends RuntimeException {

    private final @Nullable String param;
    private final boolean wrong;

    private UntranslatableException(String message, @Nullable String param, boolean wrong) {
        super(message, null, false, false);
        this.param = param;
        this.wrong = wrong;
    }

    /** The request is wrong in any API. */
    public static UntranslatableException wrong(String param, String message) {
        return new UntranslatableException(message, param, true);
    }

    /** Another provider may be able to do it. */
    public static UntranslatableException unsupported(String param, String message) {
        return new UntranslatableException(message, param, false);
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    public @Nullable String param() {
        return param;
    }

    public boolean isWrong() {
        return wrong;
    }
}
