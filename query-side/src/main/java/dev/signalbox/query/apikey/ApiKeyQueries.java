package dev.signalbox.query.apikey;

import dev.signalbox.events.apikey.FindApiKey;
import dev.signalbox.query.OnControlPlane;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;

@OnControlPlane
public class ApiKeyQueries {

    private final ApiKeys keys;

    ApiKeyQueries(ApiKeys keys) {
        this.keys = keys;
    }

    @QueryHandler
    public Optional<ApiKeyView> handle(FindApiKey query) {
        return keys.findById(query.apiKeyId().value());
    }
}
