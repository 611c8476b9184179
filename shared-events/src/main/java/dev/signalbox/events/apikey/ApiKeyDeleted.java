package dev.signalbox.events.apikey;

public record ApiKeyDeleted(ApiKeyId apiKeyId) implements ApiKeyEvent {}
