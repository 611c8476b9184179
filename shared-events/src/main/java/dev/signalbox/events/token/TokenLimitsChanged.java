package dev.signalbox.events.token;

/** @param terms the whole state after the change */
public record TokenLimitsChanged(TokenId tokenId, TokenTerms terms) implements TokenEvent {}
