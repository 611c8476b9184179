package dev.signalbox.inference.probe;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/llm-config/api-keys/{id}")
class KeyCheckController {

    private final Providers providers;
    private final KeyCheck check;

    KeyCheckController(Providers providers, KeyCheck check) {
        this.providers = providers;
        this.check = check;
    }

    record Checked(
            @JsonProperty("key_id") long keyId,
            boolean success,
            String message,
            Instant timestamp,
            KeyVerdict verdict) {}

    @PostMapping("/test")
    Checked test(@PathVariable("id") long id) {
        KeyCheck.Result result = check.check(providers.apiKey(id));
        return new Checked(id, result.verdict().isSuccess(), result.message(), Instant.now(), result.verdict());
    }
}
