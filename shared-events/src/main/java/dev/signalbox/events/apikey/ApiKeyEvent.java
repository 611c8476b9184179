package dev.signalbox.events.apikey;

/** The stream of one API key. */
public sealed interface ApiKeyEvent
        permits ApiKeyAdded, ApiKeyUpdated, ApiKeyRotated, ApiKeyEnabled, ApiKeyDisabled, ApiKeyDeleted {

    ApiKeyId apiKeyId();
}
