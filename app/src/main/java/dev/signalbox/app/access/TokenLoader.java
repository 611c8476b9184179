package dev.signalbox.app.access;

import dev.signalbox.events.signal.ViewAdvanced;
import dev.signalbox.events.token.FindTokens;
import dev.signalbox.events.token.TokenTable;
import dev.signalbox.secrets.SecretUnavailableException;
import dev.signalbox.secrets.TokenHashes;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.queryhandling.QueryGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Brings {@link IssuedTokens} up to date, from the read model or from the copy on disk. Used by one thread. */
@Component
class TokenLoader {

    private static final Logger LOG = LoggerFactory.getLogger(TokenLoader.class);

    private final QueryGateway queries;
    private final TokenHashes hashes;
    private final IssuedTokens tokens;
    private final TokenCopy copy;
    private final ApplicationEventPublisher publisher;
    private volatile boolean keyKnown;
    private boolean fromDatabase;

    TokenLoader(
            QueryGateway queries,
            TokenHashes hashes,
            IssuedTokens tokens,
            TokenCopy copy,
            ApplicationEventPublisher publisher) {
        this.queries = queries;
        this.hashes = hashes;
        this.tokens = tokens;
        this.copy = copy;
        this.publisher = publisher;
    }

    void fromDisk() {
        copy.read().ifPresent(content -> {
            try {
                hashes.restore(content.key());
                tokens.replace(content.table());
                LOG.info("tokens=copy revision={} until the database answers", tokens.revision());
            } catch (SecretUnavailableException e) {
                LOG.warn("The copy of the tokens can't be used: {}", e.getMessage());
            }
        });
    }

    /** The key's wrapping is another one now: the copy on disk needs it. */
    void forgetKey() {
        keyKnown = false;
    }

    /** @return the position that this node authenticates by */
    long fromDatabase() throws InterruptedException, ExecutionException, TimeoutException {
        // the database is right about the past, even if the copy on disk says more: it may have been restored
        TokenTable found = query(fromDatabase ? tokens.revision() : -1);
        boolean setBack = fromDatabase && found.revision() < tokens.revision();
        if (setBack) {
            found = query(-1);
        }
        boolean changed = !fromDatabase || setBack || !found.tokens().isEmpty();
        boolean any = !found.tokens().isEmpty() || (fromDatabase && !tokens.isEmpty());
        boolean write = any && (changed || !keyKnown);
        // the key before the tokens: whoever finds a token can compare with it
        TokenHashes.WrappedKey key = write ? hashes.load().orElse(null) : null;
        if (fromDatabase && !setBack) {
            tokens.merge(found);
        } else {
            tokens.replace(found);
        }
        fromDatabase = true;
        if (key != null) {
            keyKnown = true;
            copy.write(new TokenCopy.Content(tokens.table(), key));
        }
        publisher.publishEvent(new ViewAdvanced("token-snapshot", found.revision()));
        return found.revision();
    }

    private TokenTable query(long changedSince) throws InterruptedException, ExecutionException, TimeoutException {
        return queries.query(new FindTokens(changedSince), TokenTable.class).get(5, TimeUnit.SECONDS);
    }
}
