package dev.signalbox.app.keyring;

import dev.signalbox.command.write.Rejection;
import dev.signalbox.command.write.RequestMetadata;
import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.secrets.InvalidEncryptionKeyException;
import dev.signalbox.secrets.KeyRing;
import dev.signalbox.secrets.KeyRingException;
import dev.signalbox.secrets.Rewrap;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Rotation of the key-encryption keys: add, promote, re-wrap, retire. Never shows a key. */
@RestController
@RequestMapping(path = "/api/v1/admin/keyring")
@Tag(name = "Key ring")
class KeyRingController {

    private final KeyRing ring;
    private final Rewrap rewrap;
    private final DegradedProviders degraded;
    private final ApplicationEventPublisher signals;
    private final Clock clock;

    KeyRingController(
            KeyRing ring, Rewrap rewrap, DegradedProviders degraded, ApplicationEventPublisher signals, Clock clock) {
        this.ring = ring;
        this.rewrap = rewrap;
        this.degraded = degraded;
        this.signals = signals;
        this.clock = clock;
    }

    /** @param primary id of the key that seals, null when there is none yet */
    record RingStatus(
            @Nullable String primary,
            List<KeyRing.KeyStatus> keys,
            Rewrap.Progress rewrap,
            List<DegradedProviders.Degraded> degraded) {}

    record KeyId(String id) {}

    @GetMapping
    @Operation(
            summary = "The keys, what each wraps, the last re-wrapping, and the providers whose secret can't be opened")
    RingStatus status() {
        List<KeyRing.KeyStatus> keys = ring.keys();
        String primary = keys.stream()
                .filter(KeyRing.KeyStatus::primary)
                .map(KeyRing.KeyStatus::id)
                .findFirst()
                .orElse(null);
        return new RingStatus(primary, keys, rewrap.progress(), degraded.now());
    }

    @PostMapping("/keys")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Make a new key in the ring file of this node; it seals nothing until it is promoted")
    KeyId add() {
        try {
            String id = ring.add();
            record("AddEncryptionKey", id, "done", null);
            return new KeyId(id);
        } catch (InvalidEncryptionKeyException e) {
            record("AddEncryptionKey", null, "refused", "ring-file-unusable");
            throw new Rejection.Conflict("ring-file-unusable", String.valueOf(e.getMessage()));
        }
    }

    @PostMapping("/keys/{id}/promote")
    @Operation(summary = "Have new secrets sealed under this key; 409 when a live node does not have it")
    RingStatus promote(@PathVariable("id") String id) {
        perform("PromoteEncryptionKey", id, () -> ring.promote(id));
        return status();
    }

    @PostMapping("/keys/{id}/retire")
    @Operation(summary = "Forget a key that wraps nothing any more; 409 while it does")
    RingStatus retire(@PathVariable("id") String id) {
        perform("RetireEncryptionKey", id, () -> ring.retire(id));
        return status();
    }

    @PostMapping("/rewrap")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Put all data keys under the primary key, online; 409 while that is running")
    Rewrap.Progress rewrap() {
        if (!rewrap.start()) {
            record("RewrapSecrets", null, "refused", "rewrap-running");
            throw new Rejection.Conflict("rewrap-running", "Re-wrapping is running already; GET shows how far it is.");
        }
        record("RewrapSecrets", null, "done", null);
        return rewrap.progress();
    }

    @DeleteMapping("/rewrap")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Stop re-wrapping; what is done stays done")
    void cancel() {
        rewrap.cancel();
        record("CancelRewrap", null, "done", null);
    }

    private void perform(String operation, String keyId, Runnable act) {
        try {
            act.run();
        } catch (KeyRingException e) {
            record(operation, keyId, "refused", e.code());
            throw e.code().equals("unknown-key")
                    ? new Rejection.Unknown("encryption key " + keyId + " on this node")
                    : new Rejection.Conflict(e.code(), String.valueOf(e.getMessage()));
        }
        record(operation, keyId, "done", null);
    }

    private void record(String operation, @Nullable String keyId, String outcome, @Nullable String code) {
        signals.publishEvent(new ActRecorded(
                clock.instant(), operation, "encryption_key", keyId, outcome, code, null, RequestMetadata.current()));
    }
}
