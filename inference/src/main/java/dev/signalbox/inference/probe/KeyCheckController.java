package dev.signalbox.inference.probe;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.inference.upstream.Upstream;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/llm-config/api-keys/{id}")
class KeyCheckController {

    private static final Logger log = LoggerFactory.getLogger(KeyCheckController.class);

    private final Providers providers;
    private final KeyCheck check;
    private final KeyVerdicts verdicts;

    KeyCheckController(Providers providers, KeyCheck check, KeyVerdicts verdicts) {
        this.providers = providers;
        this.check = check;
        this.verdicts = verdicts;
    }

    record Checked(
            @JsonProperty("key_id") long keyId,
            boolean success,
            String message,
            Instant timestamp,
            KeyVerdict verdict) {}

    @PostMapping("/test")
    Checked test(@PathVariable("id") long id) {
        Upstream key = providers.apiKey(id);
        KeyCheck.Result result = check.check(key);
        Instant now = Instant.now();
        keep(key, result, now);
        return new Checked(id, result.verdict().isSuccess(), result.message(), now, result.verdict());
    }

    private void keep(Upstream key, KeyCheck.Result result, Instant at) {
        SecretRef tested = key.route().secret();
        try {
            if (tested != null) {
                verdicts.record(key.ref().id(), tested, result, at);
            }
        } catch (DataAccessException e) {
            log.debug("A verdict could not be kept: {}", e.toString());
        }
    }
}
