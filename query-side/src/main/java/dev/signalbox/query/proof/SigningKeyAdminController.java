package dev.signalbox.query.proof;

import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.events.signal.MetadataKeys;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@Tag(name = "Audit proofs")
class SigningKeyAdminController {

    private final Notary notary;
    private final KeyFile keys;
    private final ApplicationEventPublisher signals;

    SigningKeyAdminController(Notary notary, KeyFile keys, ApplicationEventPublisher signals) {
        this.notary = notary;
        this.keys = keys;
        this.signals = signals;
    }

    record Rotated(String vkey) {}

    @PostMapping("/api/v1/admin/audit/signing-key/rotate")
    @Operation(
            summary = "A new signing key for this node",
            description = "The old key signs, as its last act, a checkpoint that names the new one.")
    Rotated rotate(HttpServletRequest request) throws IOException {
        if (keys.isGiven()) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT, "The signing key is given by a setting (signalbox.audit.signing-key).");
        }
        // recorded first: without a record there is no new key
        signals.publishEvent(new ActRecorded(
                Instant.now(), "RotateAuditSigningKey", null, null, "done", null, null, metadata(request)));
        try {
            return new Rotated(notary.rotate());
        } catch (BrokenLog e) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, e.getMessage(), e);
        }
    }

    private static Map<String, String> metadata(HttpServletRequest request) {
        Map<String, String> metadata = new HashMap<>();
        metadata.put(MetadataKeys.USER, request.getRemoteUser() == null ? "anonymous" : request.getRemoteUser());
        metadata.put(MetadataKeys.AUTHENTICATION, "token");
        metadata.put(MetadataKeys.CLIENT_ADDRESS, request.getRemoteAddr());
        if (request.getAttribute(MetadataKeys.REQUEST_ID) instanceof String id) {
            metadata.put(MetadataKeys.REQUEST_ID, id);
        }
        return metadata;
    }
}
