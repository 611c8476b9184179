package dev.signalbox.events.routing;

/** Query for what the gateway routes by; answered from one state of the active-provider read model. */
public record FindRoutingTable() {}
