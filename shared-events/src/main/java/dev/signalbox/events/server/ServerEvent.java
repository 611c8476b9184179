package dev.signalbox.events.server;

/** The stream of one server. */
public sealed interface ServerEvent
        permits ServerRegistered, ServerUpdated, ServerCredentialChanged, ServerEnabled, ServerDisabled, ServerRemoved {

    ServerId serverId();
}
