package dev.signalbox.app.cli;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.cli.OldInstallation.PLAINTEXT;
import static dev.signalbox.app.cli.OldInstallation.sound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.verify.VerifyCommand;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The log of the product that was moved from: kept as it was, and bound to the proof tree by its digest. */
class ImportedHistoryIT extends MovingIn {

    private int copies;

    @Test
    void theOldLogIsReadAsItWasAndBoundToTheProof() throws Exception {
        assertThat(mover().run(sound("text", "timestamp"), OldInstallation.KEY).code())
                .isZero();
        JsonNode items = mover().get(CONFIG + "/audit/imported?limit=2").path("items");
        assertThat(items).hasSize(2);
        assertThat(items.path(0).path("action").asString()).isEqualTo("add_key");
        assertThat(items.path(0).path("imported").asBoolean()).isTrue();
        String cursor = mover().get(CONFIG + "/audit/imported?limit=2")
                .path("next_cursor")
                .asString();
        JsonNode oldest = mover().get(CONFIG + "/audit/imported?limit=2&cursor=" + cursor)
                .path("items")
                .path(0);
        assertThat(oldest.path("occurred_at").asString()).isEqualTo("2026-02-01T08:30:00.123456Z");
        assertThat(oldest.path("changes").toString())
                .isEqualTo("{\"name\":\"gpu-1\",\"note\":\"was ****\",\"api_key\":\"****\"}");
        assertThat(mover().get(CONFIG + "/audit/imported?action=set_active")
                        .path("items")
                        .path(0)
                        .path("changes")
                        .toString())
                .contains("\"encrypted_key\":\"****\"");
        assertThat(admin.get(CONFIG + "/audit/imported?colour=blue").status()).isEqualTo(400);
        JsonNode batch = mover().get(CONFIG + "/audit/imported/batches").path(0);
        assertThat(batch.path("rows").asInt()).isEqualTo(3);
        assertThat(batch.path("intact").asBoolean()).isTrue();
        JsonNode bound = mover().get(CONFIG + "/audit?operation=AuditHistoryImported")
                .path("items")
                .path(0);
        assertThat(bound.path("position").asLong())
                .isEqualTo(batch.path("position").asLong());
        assertThat(bound.path("changes").path("digest").path("after").asString())
                .isEqualTo(batch.path("digest").asString());
        assertThat(mover().get(CONFIG + "/history?limit=100").path("items")).isNotEmpty();
    }

    @Test
    void theCommandListsItWithFilters() throws Exception {
        assertThat(imported().out()).contains("Nothing was imported", "signalbox import ops-center");
        assertThat(mover().run(sound("text", "timestamp"), OldInstallation.KEY).code())
                .isZero();
        Run all = imported();
        assertThat(all.code()).as(all.err()).isZero();
        assertThat(all.out().lines()).hasSize(4);
        assertThat(all.out())
                .contains("SOURCE", "ops-center", "2026-02-01T08:30:00Z", "add_server", "active_provider chat")
                .doesNotContain(PLAINTEXT);
        assertThat(imported("--action", "set_active", "--user", "admin", "--source", "ops-center")
                        .out()
                        .lines())
                .hasSize(2);
        assertThat(imported("--source", "elsewhere").out()).startsWith("Nothing was imported that is like that");
        assertThat(imported("--limit", "1").out()).contains("There are older ones: --cursor ");
        assertThat(imported("--to", "2026-02-01T09:00:00Z", "-o", "json").out())
                .contains("\"imported\" : true", "\"source_id\" : 1")
                .doesNotContain("set_active");
        assertThat(imported("--from", "yesterday").err()).contains("from");
    }

    @Test
    void whatIsDoneToItsRowsIsFound() throws Exception {
        assertThat(mover().run(sound("text", "timestamp"), OldInstallation.KEY).code())
                .isZero();
        Run whole = verify("public");
        assertThat(whole.code()).as(whole.out()).isZero();
        assertThat(whole.out()).contains("8 events", "; 3 imported rows");

        found(
                "imported row ops-center 2: it was changed since it was imported (bound by position 8)",
                "update imported_audit_entry set user_name = 'somebody' where source_id = 2");
        found(
                "imported rows ops-center, batch 1 (bound by position 8): they are not those that were imported",
                "update imported_audit_entry set user_name = 'somebody', line_sha256 = null where source_id = 2");
        found("3 were imported, there are 2", "delete from imported_audit_entry where source_id = 3");
        found(
                "imported row ops-center 77: no event has its batch, 2",
                "insert into imported_audit_entry select source, 77, 2, occurred_at, user_name, action, entity_type,"
                        + " entity_id, changes from imported_audit_entry where source_id = 1");
        found("3 were imported, there are 0", "drop table imported_audit_entry");

        Run intact = imported("--batches");
        assertThat(intact.code()).isZero();
        assertThat(intact.out()).contains("intact", "sha256:");
        node.database()
                .sql("update imported_audit_entry set action = 'nothing' where source_id = 2")
                .update();
        Run changed = imported("--batches");
        assertThat(changed.code()).isEqualTo(1);
        assertThat(changed.out()).contains("CHANGED");
    }

    /** In a copy of the tables. */
    private void found(String message, String damage) throws SQLException {
        String schema = "copy_" + ++copies;
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute("create schema " + schema);
            for (String table : List.of(
                    "domain_event_entry", "proof_node", "proof_checkpoint", "proof_signer", "imported_audit_entry")) {
                statement.execute("create table %s.%s as select * from public.%s".formatted(schema, table, table));
            }
            statement.execute("set search_path = " + schema);
            statement.execute(damage);
        }
        Run text = verify(schema);
        assertThat(text.code()).as(text.out() + text.err()).isEqualTo(1);
        assertThat(text.out()).startsWith("TAMPERED: ").contains(message);
        assertThat(verify(schema, "-o", "json").out()).contains("\"ok\" : false", "\"problem\" : \"imported row");
    }

    private Run imported(String... arguments) {
        return Run.of(new AuditImported(mover().connection()), arguments);
    }

    private Run verify(String schema, String... more) {
        String url = database.url() + (database.url().contains("?") ? "&" : "?") + "currentSchema=" + schema;
        List<String> arguments = new ArrayList<>(
                List.of("--url=" + url, "--user=" + database.user(), "--password=" + database.password()));
        arguments.addAll(List.of(more));
        return Run.of(new VerifyCommand(), arguments.toArray(String[]::new));
    }
}
