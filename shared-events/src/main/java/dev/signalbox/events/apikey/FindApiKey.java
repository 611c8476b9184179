package dev.signalbox.events.apikey;

/** Query for an API key's view; the answer is the object that reads show, absent when there is none. */
public record FindApiKey(ApiKeyId apiKeyId) {}
