package dev.signalbox.query.token;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.token.FindTokens;
import dev.signalbox.events.token.Role;
import dev.signalbox.events.token.TokenId;
import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.events.token.TokenScope;
import dev.signalbox.events.token.TokenTable;
import dev.signalbox.events.token.TokenTerms;
import dev.signalbox.query.OnEveryNode;
import dev.signalbox.query.projection.OneState;
import dev.signalbox.query.projection.StoredPositions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tokens as every node has to know them, read without JPA: nodes that do inference only have none. */
@OnEveryNode
class TokenTables {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Set<Role>> ROLES = new TypeReference<>() {};
    private static final TypeReference<Set<Purpose>> PURPOSES = new TypeReference<>() {};
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final StoredPositions positions;
    private final OneState oneState;

    TokenTables(JdbcClient jdbc, StoredPositions positions, OneState oneState) {
        this.jdbc = jdbc;
        this.positions = positions;
        this.oneState = oneState;
    }

    @QueryHandler
    public TokenTable handle(FindTokens query) {
        return oneState.read(() -> new TokenTable(positions.of("tokens"), changedSince(query.changedSince())));
    }

    private List<TokenTable.Entry> changedSince(long position) {
        return jdbc.sql("select * from token_view where position > ?")
                .param(position)
                .query(TokenTables::entry)
                .list();
    }

    private static TokenTable.Entry entry(ResultSet row, int number) throws SQLException {
        return new TokenTable.Entry(
                new TokenId(row.getLong("id")),
                row.getString("name"),
                JSON.readValue(row.getString("roles"), ROLES),
                new TokenTerms(
                        new TokenScope(
                                JSON.readValue(row.getString("purposes"), PURPOSES),
                                JSON.readValue(row.getString("models"), NAMES)),
                        new TokenLimits(
                                row.getObject("requests_per_minute", Long.class),
                                row.getObject("tokens_per_minute", Long.class),
                                row.getBigDecimal("budget_usd_per_day"),
                                row.getBigDecimal("budget_usd_per_month")),
                        JSON.readValue(row.getString("labels"), LABELS),
                        instant(row, "expires_at")),
                row.getString("hash"),
                row.getString("previous_hash"),
                instant(row, "previous_valid_until"),
                row.getTimestamp("revoked_at") != null);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
