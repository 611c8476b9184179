package dev.signalbox.query.usage;

import dev.signalbox.query.audit.Parameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the sums. What one answer says is read in few statements, each over the sums of one kind of bucket only. */
@Component
class UsageReports {

    /** More points than this are no curve any more. */
    private static final int MOST_POINTS = 20_000;

    private static final String NAME = """
            coalesce(
              case provider_type
                when 'ai_server' then (select name from server_view where id = provider_id)
                when 'api_key' then (select provider || '/' || key_name from api_key_view where id = provider_id)
              end, '') as provider_name""";

    private final JdbcClient jdbc;

    UsageReports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    UsageReport read(UsageQuestion question) {
        Dimension by = question.groupBy();
        return new UsageReport(
                question.from(),
                question.to(),
                question.bucket().wireName(),
                by == null ? null : by.wireName(),
                totals(question),
                by == null ? List.of() : groups(question, by),
                series(question, by));
    }

    private UsageSums totals(UsageQuestion question) {
        return statement("", question, "")
                .query((row, number) -> UsageSums.of(row))
                .single();
    }

    private List<UsageReport.Group> groups(UsageQuestion question, Dimension by) {
        return statement(selected(by), question, " group by " + columns(by) + " order by requests desc, " + columns(by))
                .query((row, number) -> new UsageReport.Group(group(row, by), UsageSums.of(row)))
                .list();
    }

    private List<UsageReport.Point> series(UsageQuestion question, @Nullable Dimension by) {
        String more = by == null ? "" : ", " + columns(by);
        String order = " group by starts_at" + more + " order by starts_at" + more + " limit " + (MOST_POINTS + 1);
        RowMapper<UsageReport.Point> point = (row, number) ->
                new UsageReport.Point(instant(row, "starts_at"), by == null ? null : group(row, by), UsageSums.of(row));
        List<UsageReport.Point> series = statement("starts_at, " + (by == null ? "" : selected(by)), question, order)
                .query(point)
                .list();
        if (series.size() > MOST_POINTS) {
            throw Parameters.malformed(
                    "group_by", "there are more than " + MOST_POINTS + " sums: take larger buckets or a filter", null);
        }
        return series;
    }

    private JdbcClient.StatementSpec statement(String selected, UsageQuestion question, String rest) {
        return jdbc.sql("select " + selected + UsageSums.COLUMNS + " from usage_rollup"
                        + question.filter().where() + rest)
                .params(question.filter().values());
    }

    private static String selected(Dimension by) {
        return columns(by) + ", " + (by.isProvider() ? NAME + ", " : "");
    }

    private static String columns(Dimension by) {
        return String.join(", ", by.columns());
    }

    private static Map<String, Object> group(ResultSet row, Dimension by) throws SQLException {
        Map<String, Object> group = new LinkedHashMap<>();
        for (String column : by.columns()) {
            group.put(column, row.getObject(column));
        }
        if (by.isProvider()) {
            group.put("provider_name", row.getString("provider_name"));
        }
        return group;
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
