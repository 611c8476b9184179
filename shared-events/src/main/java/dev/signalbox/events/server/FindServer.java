package dev.signalbox.events.server;

/** Query for a server's view; the answer is the object that reads show, absent when there is none. */
public record FindServer(ServerId serverId) {}
