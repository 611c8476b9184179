package dev.signalbox.query.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.testing.PostgresForTests;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Entries of a database that is older than this record. */
class RecordMigrationIT {

    @Test
    void actsAreKeptAndEventsAreReadAnew() {
        var database = PostgresForTests.newDatabase();
        var source = new DriverManagerDataSource(database.url(), database.user(), database.password());
        var jdbc = new JdbcTemplate(source);
        Flyway.configure().dataSource(source).target("3").load().migrate();
        insert(jdbc, "event", 1L, "done", "token");
        insert(jdbc, "act-1", null, "denied", "none");
        insert(jdbc, "act-2", null, "done", "token");
        jdbc.update("insert into audit_state (entity_type, entity_id, fields) values ('server', '1', '{}')");
        jdbc.update("update token_entry set token = 'x', token_type = 'y', owner = 'z'");

        Flyway.configure().dataSource(source).target("5").load().migrate();

        assertThat(jdbc.queryForList("""
                        select concat_ws(' ', id, actor_type, decision, recorded_at = occurred_at, schema_version,
                          act_number is not null) from audit_entry order by id""", String.class))
                .containsExactly("act-1 anonymous deny t 1 t", "act-2 token allow t 1 t");
        assertThat(jdbc.queryForList("select processor_name from token_entry where token is null", String.class))
                .containsExactly("audit");
        assertThat(jdbc.queryForList("select 1 from audit_state")).isEmpty();
    }

    private static void insert(
            JdbcTemplate jdbc, String id, @Nullable Long position, String outcome, String authentication) {
        jdbc.update("""
                insert into audit_entry (id, position, occurred_at, action, operation, changes, outcome, authentication)
                values (?, ?, now(), 'x', 'X', '{}', ?, ?)""", id, position, outcome, authentication);
    }
}
