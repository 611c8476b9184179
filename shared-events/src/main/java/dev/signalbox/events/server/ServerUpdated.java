package dev.signalbox.events.server;

/** @param details the whole state after the change */
public record ServerUpdated(ServerId serverId, ServerDetails details) implements ServerEvent {}
