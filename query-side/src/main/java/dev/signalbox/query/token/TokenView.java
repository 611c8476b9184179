package dev.signalbox.query.token;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.token.Role;
import dev.signalbox.events.token.TokenHash;
import dev.signalbox.events.token.TokenIssued;
import dev.signalbox.events.token.TokenTerms;
import dev.signalbox.query.projection.Stamp;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A token as reads show it: the row is the answer, field by field, but for its hashes. */
@Entity
@Table(name = "token_view")
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
@NullUnmarked
public class TokenView {

    @Id
    private Long id;

    private String name;
    private String maskedToken;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<Role> roles;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<Purpose> purposes;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<String> models;

    private Long requestsPerMinute;
    private Long tokensPerMinute;
    private BigDecimal budgetUsdPerDay;
    private BigDecimal budgetUsdPerMonth;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, String> labels;

    private Instant expiresAt;
    private Instant rotatedAt;
    private Instant previousValidUntil;
    private Instant revokedAt;
    private String createdBy;
    private Instant createdAt;
    private Instant updatedAt;
    private long version;

    @JsonIgnore
    private String hash;

    @JsonIgnore
    private String previousHash;

    @JsonIgnore
    private long position;

    protected TokenView() {}

    TokenView(TokenIssued event, Stamp stamp, long position) {
        id = event.tokenId().value();
        name = event.name();
        roles = List.copyOf(event.roles());
        createdBy = stamp.user();
        createdAt = stamp.at();
        know(event.hash());
        limit(event.terms(), stamp, position);
    }

    void limit(TokenTerms terms, Stamp stamp, long position) {
        purposes = List.copyOf(terms.scope().purposes());
        models = terms.scope().models();
        requestsPerMinute = terms.limits().requestsPerMinute();
        tokensPerMinute = terms.limits().tokensPerMinute();
        budgetUsdPerDay = terms.limits().budgetUsdPerDay();
        budgetUsdPerMonth = terms.limits().budgetUsdPerMonth();
        labels = terms.labels();
        expiresAt = terms.expiresAt();
        touch(stamp, position);
    }

    void rotate(TokenHash next, @Nullable Instant validUntil, Stamp stamp, long position) {
        // kept even if it is accepted no more: the audit log names whose it was
        previousHash = hash;
        previousValidUntil = validUntil;
        know(next);
        rotatedAt = stamp.at();
        touch(stamp, position);
    }

    void revoke(Stamp stamp, long position) {
        revokedAt = stamp.at();
        touch(stamp, position);
    }

    private void know(TokenHash current) {
        hash = current.hash();
        maskedToken = current.masked();
    }

    private void touch(Stamp stamp, long position) {
        updatedAt = stamp.at();
        version = stamp.version();
        this.position = position;
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

    boolean revoked() {
        return revokedAt != null;
    }
}
