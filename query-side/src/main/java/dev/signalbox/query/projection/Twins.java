package dev.signalbox.query.projection;

import dev.signalbox.query.projection.Projection.Table;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A view's table and the temporary one of the same name that was made from the events: what differs, and how to mend it. */
class Twins {

    private final JdbcClient jdbc;
    private final Table table;
    private final String live;
    private final String made;
    private final List<String> columns;
    private final List<String> key;

    Twins(JdbcClient jdbc, String schema, Table table) {
        this.jdbc = jdbc;
        this.table = table;
        this.live = schema + "." + table.name();
        this.made = "pg_temp." + table.name();
        this.columns = names("""
                select attname from pg_attribute
                where attrelid = cast(? as regclass) and attnum > 0 and not attisdropped and attgenerated = ''
                order by attnum""");
        this.key = names("""
                select a.attname from pg_index i
                join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
                where i.indrelid = cast(? as regclass) and i.indisprimary order by a.attnum""");
    }

    private List<String> names(String sql) {
        return jdbc.sql(sql)
                .param(live)
                .query((row, number) -> '"' + row.getString(1) + '"')
                .list();
    }

    String table() {
        return table.name();
    }

    List<String> key() {
        return key.stream().map(name -> name.substring(1, name.length() - 1)).toList();
    }

    /** Rows that differ, as JSON: {@code live}, {@code rebuilt} (null where there is none), and how many there are. */
    String differing(int shown) {
        return """
                select cast(to_jsonb(l) as text) as live, cast(to_jsonb(r) as text) as rebuilt, count(*) over () as differing
                from (select %1$s from %2$s where %3$s) l full join (select %1$s from %4$s) r using (%5$s)
                where l is distinct from r order by %5$s limit %6$d""".formatted(list(columns), live, table.rows(), made, list(key), shown);
    }

    /** Makes the live table what the other is, and leaves rows alone that are right already. @return how many were not */
    long mend() {
        int wrong = jdbc.sql("""
                        delete from %1$s as l where (%2$s) and not exists (
                          select 1 from %3$s r where %4$s and (%5$s) is not distinct from (%6$s))""".formatted(live, table.rows(), made, same(), of("r", columns), of("l", columns)))
                .update();
        int missing = jdbc.sql("""
                        insert into %1$s (%2$s) select %2$s from %3$s r
                        where not exists (select 1 from %1$s l where %4$s)""".formatted(live, list(columns), made, same())).update();
        return Math.max(wrong, missing);
    }

    private String same() {
        return key.stream().map(column -> "r." + column + " = l." + column).collect(Collectors.joining(" and "));
    }

    private static String of(String row, List<String> columns) {
        return columns.stream().map(column -> row + "." + column).collect(Collectors.joining(", "));
    }

    private static String list(List<String> columns) {
        return String.join(", ", columns);
    }
}
