package dev.signalbox.query.server;

import dev.signalbox.events.server.FindServer;
import dev.signalbox.query.OnControlPlane;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;

@OnControlPlane
public class ServerQueries {

    private final Servers servers;

    ServerQueries(Servers servers) {
        this.servers = servers;
    }

    @QueryHandler
    public Optional<ServerView> handle(FindServer query) {
        return servers.findById(query.serverId().value());
    }
}
