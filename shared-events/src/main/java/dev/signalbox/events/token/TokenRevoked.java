package dev.signalbox.events.token;

/** For ever: nothing follows in the stream. */
public record TokenRevoked(TokenId tokenId) implements TokenEvent {}
