package dev.signalbox.events.apikey;

public record ApiKeyDisabled(ApiKeyId apiKeyId) implements ApiKeyEvent {}
