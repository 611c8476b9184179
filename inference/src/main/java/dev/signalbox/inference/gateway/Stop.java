package dev.signalbox.inference.gateway;

import io.netty.channel.Channel;

/** Told to a connection: after the answers to what was asked on it it is to be closed. */
final class Stop {

    static final Stop EVENT = new Stop();

    private Stop() {}

    static void tell(Channel connection) {
        connection.pipeline().fireUserEventTriggered(EVENT);
    }
}
