package dev.signalbox.query.apikey;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.signalbox.events.apikey.ApiKeyAdded;
import dev.signalbox.events.apikey.ApiKeyDetails;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.query.projection.Stamp;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;

/** An API key as reads show it: the row is the answer, field by field. */
@Entity
@Table(name = "api_key_view")
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
@NullUnmarked
public class ApiKeyView {

    @Id
    private Long id;

    private String provider;
    private String keyName;
    private String maskedKey;
    private boolean enabled;
    private boolean useForOpsCenter;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> metadata;

    @Formula("(select u.last_used from api_key_usage u where u.api_key_id = id)")
    private Instant lastUsed;

    @Formula("coalesce((select u.requests_count from api_key_usage u where u.api_key_id = id), 0)")
    private Long requestsCount;

    @Formula("coalesce((select u.tokens_used from api_key_usage u where u.api_key_id = id), 0)")
    private Long tokensUsed;

    @Formula("coalesce((select round(u.cost_usd, 4) from api_key_usage u where u.api_key_id = id), 0.0000)")
    private BigDecimal costUsd;

    @Formula("(select c.verdict from api_key_check c where c.api_key_id = id and c.tested = masked_key)")
    private String verdict;

    @Formula("(select c.message from api_key_check c where c.api_key_id = id and c.tested = masked_key)")
    private String verdictMessage;

    @Formula("(select c.checked_at from api_key_check c where c.api_key_id = id and c.tested = masked_key)")
    private Instant lastChecked;

    private String createdBy;
    private Instant createdAt;
    private Instant updatedAt;
    private long version;

    protected ApiKeyView() {}

    ApiKeyView(ApiKeyAdded event, Stamp stamp) {
        id = event.apiKeyId().value();
        provider = event.provider();
        enabled = event.enabled();
        createdBy = stamp.user();
        createdAt = stamp.at();
        describe(event.details(), stamp);
        rotate(event.secret(), stamp);
    }

    void describe(ApiKeyDetails details, Stamp stamp) {
        keyName = details.keyName();
        useForOpsCenter = details.useForOpsCenter();
        metadata = details.metadata();
        touch(stamp);
    }

    void rotate(SecretRef secret, Stamp stamp) {
        maskedKey = secret.masked();
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
