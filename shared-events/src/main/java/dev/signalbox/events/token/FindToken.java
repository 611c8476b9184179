package dev.signalbox.events.token;

/** Query for a token's view; the answer is the object that reads show, absent when there is none. */
public record FindToken(TokenId tokenId) {}
