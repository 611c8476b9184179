package dev.signalbox.app.access;

import dev.signalbox.inference.reload.Reload;
import java.time.Duration;
import org.springframework.stereotype.Component;

@Component
class TokenReload extends Reload {

    TokenReload(TokenLoader loader) {
        super("tokens", loader, Duration.ofSeconds(5), Duration.ofMillis(100));
    }
}
