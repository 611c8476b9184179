package dev.signalbox.query.server;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerDetails;
import dev.signalbox.events.server.ServerRegistered;
import dev.signalbox.query.projection.Stamp;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;

/** A server as reads show it: the row is the answer, field by field. */
@Entity
@Table(name = "server_view")
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
@NullUnmarked
public class ServerView {

    @Id
    private Long id;

    private String name;
    private String serverType;
    private String baseUrl;
    private String modelPath;
    private boolean enabled;
    private boolean useForChat;
    private boolean useForEmbeddings;
    private boolean useForReranking;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> metadata;

    private boolean hasApiKey;
    private String maskedApiKey;

    @Formula("coalesce((select h.status from server_health h where h.server_id = id), 'unknown')")
    private String healthStatus;

    @Formula("(select h.checked_at from server_health h where h.server_id = id)")
    private Instant lastHealthCheck;

    @Formula("(select h.message from server_health h where h.server_id = id)")
    private String healthMessage;

    private String createdBy;
    private Instant createdAt;
    private Instant updatedAt;
    private long version;

    protected ServerView() {}

    ServerView(ServerRegistered event, Stamp stamp) {
        id = event.serverId().value();
        enabled = event.enabled();
        createdBy = stamp.user();
        createdAt = stamp.at();
        describe(event.details(), stamp);
        credential(event.credential(), stamp);
    }

    void describe(ServerDetails details, Stamp stamp) {
        name = details.name();
        serverType = details.type().wireName();
        baseUrl = details.baseUrl();
        modelPath = details.modelPath();
        useForChat = details.purposes().contains(Purpose.CHAT);
        useForEmbeddings = details.purposes().contains(Purpose.EMBEDDINGS);
        useForReranking = details.purposes().contains(Purpose.RERANKING);
        metadata = details.metadata();
        touch(stamp);
    }

    void credential(SecretRef credential, Stamp stamp) {
        hasApiKey = credential != null;
        maskedApiKey = credential == null ? null : credential.masked();
        touch(stamp);
    }

    void enable(boolean nowEnabled, Stamp stamp) {
        enabled = nowEnabled;
        touch(stamp);
    }

    private void touch(Stamp stamp) {
        updatedAt = stamp.at();
        version = stamp.version();
    }

    long version() {
        return version;
    }

    Long id() {
        return id;
    }

    Instant createdAt() {
        return createdAt;
    }

    boolean enabled() {
        return enabled;
    }
}
