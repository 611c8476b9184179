package dev.signalbox.inference.gateway;

import java.util.Map;
import java.util.Optional;

/** Knows who may send inference requests. Called on an event loop: it must not block. */
public interface Callers {

    /** The caller's name for the log, or nothing when the token is good for nothing here. */
    Optional<String> authenticate(String token);

    /**
     * Somebody was turned away: for the audit log.
     *
     * @param metadata from where: some of the keys of {@link dev.signalbox.events.signal.MetadataKeys}
     */
    default void denied(String operation, Map<String, String> metadata) {}
}
