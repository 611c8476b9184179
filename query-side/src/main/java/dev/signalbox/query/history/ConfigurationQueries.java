package dev.signalbox.query.history;

import dev.signalbox.events.configuration.Configuration;
import dev.signalbox.events.configuration.FindConfigurationAt;
import dev.signalbox.query.OnControlPlane;
import dev.signalbox.query.projection.PastEvents;
import org.axonframework.queryhandling.QueryHandler;

@OnControlPlane
class ConfigurationQueries {

    private final PastEvents events;

    ConfigurationQueries(PastEvents events) {
        this.events = events;
    }

    @QueryHandler
    Configuration handle(FindConfigurationAt query) {
        long position = query.position() == null ? events.head() : query.position();
        ConfigurationFold fold = new ConfigurationFold();
        events.upTo(position, (at, message) -> fold.apply(message.getPayload()));
        return fold.at(position);
    }
}
