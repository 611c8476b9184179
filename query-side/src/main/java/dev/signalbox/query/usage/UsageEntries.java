package dev.signalbox.query.usage;

import dev.signalbox.query.audit.Parameters;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The records, newest first, read on from a place: a page costs the same wherever it is. */
@Component
class UsageEntries {

    private static final Set<String> OTHERS =
            Set.of("from", "to", "status", "error_code", "request_id", "stream", "limit", "cursor");

    private final JdbcClient jdbc;

    UsageEntries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    static UsageFilter filter(Parameters parameters) {
        UsageFilter filter = new UsageFilter(parameters, OTHERS);
        filter.and("true");
        filter.anyOf("status", Parameters::natural);
        filter.anyOf("error_code", text -> text);
        filter.anyOf("request_id", text -> text);
        filter.anyOf("stream", UsageEntries::truth);
        since(parameters, filter, "from", "occurred_at >= :from");
        since(parameters, filter, "to", "occurred_at < :to");
        return filter;
    }

    private static void since(Parameters parameters, UsageFilter filter, String name, String condition) {
        Function<String, Instant> parser = Parameters::instant;
        Instant time = parameters.one(name, parser);
        if (time != null) {
            filter.and(condition, name, Timestamp.from(time));
        }
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    List<UsageEntry> read(UsageFilter filter, @Nullable UsageCursor after, int most) {
        String place = after == null ? "" : " and (occurred_at, id) < (:c_at, :c_id)";
        JdbcClient.StatementSpec statement = jdbc.sql("select * from usage_record" + filter.where() + place
                        + " order by occurred_at desc, id desc limit " + most)
                .params(filter.values());
        if (after != null) {
            statement =
                    statement.param("c_at", Timestamp.from(after.occurredAt())).param("c_id", after.id());
        }
        return statement.query(UsageEntry::of).list();
    }
}
