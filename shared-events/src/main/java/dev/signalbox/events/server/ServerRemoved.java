package dev.signalbox.events.server;

public record ServerRemoved(ServerId serverId) implements ServerEvent {}
