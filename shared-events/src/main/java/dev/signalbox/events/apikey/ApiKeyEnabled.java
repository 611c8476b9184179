package dev.signalbox.events.apikey;

public record ApiKeyEnabled(ApiKeyId apiKeyId) implements ApiKeyEvent {}
