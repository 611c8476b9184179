package dev.signalbox.query.activeprovider;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.apikey.ApiKeyAdded;
import dev.signalbox.events.apikey.ApiKeyDetails;
import dev.signalbox.events.routing.Route;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerDetails;
import dev.signalbox.events.server.ServerRegistered;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;

/** What routing knows of a server or an API key. */
@Entity
@IdClass(ProviderRef.class)
@NullUnmarked
class RoutableProvider {

    @Id
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    private ProviderType type;

    @Id
    private long id;

    private String name;
    private String kind;
    private String baseUrl;
    private String model;
    private String rerankDialect;
    private boolean enabled;

    @JdbcTypeCode(SqlTypes.JSON)
    private SecretRef secret;

    /** Sorted: a set's order changes from one JVM to the next, and a rebuilt view is to equal the live one. */
    @JdbcTypeCode(SqlTypes.JSON)
    private List<Purpose> purposes;

    protected RoutableProvider() {}

    RoutableProvider(ServerRegistered event) {
        type = ProviderType.AI_SERVER;
        id = event.serverId().value();
        enabled = event.enabled();
        secret = event.credential();
        describe(event.details());
    }

    RoutableProvider(ApiKeyAdded event) {
        type = ProviderType.API_KEY;
        id = event.apiKeyId().value();
        kind = event.provider();
        enabled = event.enabled();
        secret = event.secret();
        // a vendor's key serves whatever the vendor does
        purposes = List.of(Purpose.values());
        describe(event.details());
    }

    void describe(ServerDetails details) {
        rename(details.name());
        kind = details.type().wireName();
        baseUrl = details.baseUrl();
        model = details.modelPath();
        purposes = details.purposes().stream().sorted().toList();
        rerankDialect = Route.rerankDialect(details.metadata());
    }

    void describe(ApiKeyDetails details) {
        rename(details.keyName());
        baseUrl = details.baseUrl();
        rerankDialect = Route.rerankDialect(details.metadata());
    }

    private void rename(String newName) {
        name = newName;
    }

    void secret(SecretRef newSecret) {
        secret = newSecret;
    }

    void enable(boolean nowEnabled) {
        enabled = nowEnabled;
    }

    ProviderRef ref() {
        return new ProviderRef(type, id);
    }
}
