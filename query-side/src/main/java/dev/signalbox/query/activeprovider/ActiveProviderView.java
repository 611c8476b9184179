package dev.signalbox.query.activeprovider;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.activeprovider.Target;
import dev.signalbox.query.projection.Stamp;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;

/** Where requests for one purpose go, as reads show it; reads put the provider's own view into it. */
@Entity
@Table(name = "active_provider")
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
@NullUnmarked
class ActiveProviderView {

    /** Names are said outright: the same JSON is the column's and the answer's. */
    record Fallback(
            @JsonProperty("provider_type") String providerType,
            @JsonProperty("provider_id") long providerId,
            @JsonProperty("model") String model) {

        static Fallback of(Target target) {
            return new Fallback(
                    target.provider().type().wireName(), target.provider().id(), target.model());
        }
    }

    @Id
    private String purpose;

    private String providerType;
    private long providerId;

    @Transient
    private Object provider;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<Fallback> fallbacks;

    private String model;
    private String updatedBy;
    private Instant updatedAt;
    private long version;

    protected ActiveProviderView() {}

    ActiveProviderView(ActiveProviderSet event, Stamp stamp) {
        purpose = event.purpose().wireName();
        set(event, stamp);
    }

    final void set(ActiveProviderSet event, Stamp stamp) {
        providerType = event.primary().provider().type().wireName();
        providerId = event.primary().provider().id();
        model = event.primary().model();
        fallbacks = event.fallbacks().stream().map(Fallback::of).toList();
        updatedBy = stamp.user();
        updatedAt = stamp.at();
        version = stamp.version();
    }

    /** What clients know that were made when there was one fallback at most. */
    @JsonProperty("fallback_provider_type")
    String fallbackProviderType() {
        return fallbacks.isEmpty() ? null : fallbacks.getFirst().providerType();
    }

    @JsonProperty("fallback_provider_id")
    Long fallbackProviderId() {
        return fallbacks.isEmpty() ? null : (Long) fallbacks.getFirst().providerId();
    }

    ActiveProviderView show(Object itsView) {
        provider = itsView;
        return this;
    }

    Purpose purpose() {
        return Purpose.ofWireName(purpose).orElseThrow();
    }

    Target primary() {
        return target(providerType, providerId, model);
    }

    private static Target target(String type, long id, String model) {
        return new Target(new ProviderRef(ProviderType.valueOf(type.toUpperCase(Locale.ROOT)), id), model);
    }

    long version() {
        return version;
    }
}
