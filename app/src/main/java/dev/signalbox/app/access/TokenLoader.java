package dev.signalbox.app.access;

import dev.signalbox.events.signal.ViewAdvanced;
import dev.signalbox.events.token.FindTokens;
import dev.signalbox.events.token.TokenTable;
import dev.signalbox.inference.reload.Loader;
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
class TokenLoader implements Loader {

    private static final Logger LOG = LoggerFactory.getLogger(TokenLoader.class);

    private final QueryGateway queries;
    private final TokenHashes hashes;
    private final IssuedTokens tokens;
    private final TokenCopy copy;
    private final ApplicationEventPublisher publisher;
    private volatile boolean copied;
    private boolean loaded;

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

    @Override
    public void fromDisk() {
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

    /** The copy on disk needs the key in its new wrapping. */
    @Override
    public void forgetKeys() {
        copied = false;
    }

    @Override
    public long fromDatabase() throws InterruptedException, ExecutionException, TimeoutException {
        // the database is right about the past, even if the copy on disk says more: it may have been restored
        TokenTable found = query(loaded ? tokens.revision() : -1);
        boolean setBack = loaded && found.revision() < tokens.revision();
        if (setBack) {
            found = query(-1);
        }
        if (!found.tokens().isEmpty() && !hashes.ready()) {
            // the key before the tokens: whoever finds a token can compare with it
            hashes.load();
        }
        if (!loaded || setBack || !found.tokens().isEmpty()) {
            copied = false;
        }
        if (loaded && !setBack) {
            tokens.merge(found);
        } else {
            tokens.replace(found);
        }
        loaded = true;
        // from here on it acts: whoever revoked a token need not wait for the disk
        publisher.publishEvent(new ViewAdvanced("token-snapshot", found.revision()));
        copy();
        return found.revision();
    }

    private void copy() {
        if (copied || tokens.isEmpty()) {
            return;
        }
        // set first: forgotten meanwhile, it is written again
        copied = true;
        hashes.load()
                .ifPresentOrElse(key -> copy.write(new TokenCopy.Content(tokens.table(), key)), () -> copied = false);
    }

    private TokenTable query(long changedSince) throws InterruptedException, ExecutionException, TimeoutException {
        return queries.query(new FindTokens(changedSince), TokenTable.class).get(5, TimeUnit.SECONDS);
    }
}
