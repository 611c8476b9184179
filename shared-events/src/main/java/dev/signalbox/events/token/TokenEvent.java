package dev.signalbox.events.token;

/** The stream of one token; the token itself is in none of it. */
public sealed interface TokenEvent permits TokenIssued, TokenRotated, TokenLimitsChanged, TokenRevoked {

    TokenId tokenId();
}
