package dev.signalbox.events.server;

public record ServerDisabled(ServerId serverId) implements ServerEvent {}
