package dev.signalbox.events.server;

public record ServerEnabled(ServerId serverId) implements ServerEvent {}
