package dev.signalbox.app.access;

import dev.signalbox.inference.reload.Reload;
import org.springframework.stereotype.Component;

/** Woken when the view of the tokens moves on, on whichever node that was. */
@Component
class TokenReload extends Reload {

    TokenReload(TokenLoader loader, AccessProperties properties) {
        super("tokens", loader, properties.tokens().poll(), properties.tokens().retry());
    }
}
