package dev.signalbox.query.token;

import dev.signalbox.events.token.FindToken;
import dev.signalbox.query.OnControlPlane;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;

@OnControlPlane
public class TokenQueries {

    private final TokenViews tokens;

    TokenQueries(TokenViews tokens) {
        this.tokens = tokens;
    }

    @QueryHandler
    public Optional<TokenView> handle(FindToken query) {
        return tokens.findById(query.tokenId().value());
    }
}
