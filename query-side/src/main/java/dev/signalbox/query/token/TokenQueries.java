package dev.signalbox.query.token;

import dev.signalbox.events.token.FindToken;
import dev.signalbox.events.token.FindTokens;
import dev.signalbox.events.token.TokenTable;
import dev.signalbox.query.OnEveryNode;
import dev.signalbox.query.projection.StoredPositions;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

@OnEveryNode
public class TokenQueries {

    private final TokenViews tokens;
    private final StoredPositions positions;
    private final TransactionTemplate oneState;

    TokenQueries(TokenViews tokens, StoredPositions positions, PlatformTransactionManager transactions) {
        this.tokens = tokens;
        this.positions = positions;
        // position and rows belong together only when they are seen in one snapshot of the database
        oneState = new TransactionTemplate(transactions);
        oneState.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        oneState.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        oneState.setReadOnly(true);
    }

    @QueryHandler
    public Optional<TokenView> handle(FindToken query) {
        return tokens.findById(query.tokenId().value());
    }

    @QueryHandler
    public TokenTable handle(FindTokens query) {
        return Objects.requireNonNull(oneState.execute(status -> new TokenTable(
                positions.of("tokens"),
                tokens.changedSince(query.changedSince()).stream()
                        .map(TokenView::entry)
                        .toList())));
    }
}
