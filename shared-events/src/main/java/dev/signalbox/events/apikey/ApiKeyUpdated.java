package dev.signalbox.events.apikey;

/** @param details the whole state after the change */
public record ApiKeyUpdated(ApiKeyId apiKeyId, ApiKeyDetails details) implements ApiKeyEvent {}
