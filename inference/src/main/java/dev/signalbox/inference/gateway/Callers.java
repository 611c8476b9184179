package dev.signalbox.inference.gateway;

import java.util.Map;
import java.util.Optional;

/** Knows who may send inference requests. Called on an event loop: it must not block. */
public interface Callers {

    /** Whose token it is, or nothing when it is good for nothing here. */
    Optional<Caller> authenticate(String token);

    /** Whose token it is that is valid, but does not have the role for requests; asked when {@link #authenticate} says no. */
    default Optional<Caller> withoutRole(String token) {
        return Optional.empty();
    }

    /** What there is to say in the audit log about a token that was not accepted; the client never learns it. */
    default Map<String, String> known(String token) {
        return Map.of();
    }

    /**
     * Somebody was turned away: for the audit log.
     *
     * @param code {@code unauthorized}, or what the token does not allow
     * @param metadata from where: some of the keys of {@link dev.signalbox.events.signal.MetadataKeys}
     */
    default void denied(String operation, String code, Map<String, String> metadata) {}
}
