package dev.signalbox.app.access;

import dev.signalbox.events.token.TokenTable;
import dev.signalbox.inference.reload.DiskCopy;
import dev.signalbox.secrets.TokenHashes.WrappedKey;
import org.springframework.stereotype.Component;

/** The copy on disk by which a node that starts while the database is away knows its callers: hashes, and their key wrapped. */
@Component
class TokenCopy extends DiskCopy<TokenCopy.Content> {

    record Content(TokenTable table, WrappedKey key) {}

    TokenCopy(AccessProperties properties) {
        super(properties.home().resolve("token-snapshot.json"), Content.class);
    }
}
