package dev.signalbox.query.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An entry as a row, whose columns are the names of the JSON. */
public final class CsvCells {

    static final List<String> COLUMNS = List.of(
            "id",
            "position",
            "occurred_at",
            "recorded_at",
            "user",
            "actor_type",
            "authentication",
            "token_id",
            "client_address",
            "peer_address",
            "forwarded_for",
            "user_agent",
            "request_id",
            "trace_id",
            "action",
            "operation",
            "entity_type",
            "entity_id",
            "entity_name",
            "version_before",
            "version",
            "changes",
            "decision",
            "reason",
            "outcome",
            "error_code",
            "detail",
            "occurrences",
            "schema_version",
            "config_digest",
            "config_commit",
            "imported_from");

    private CsvCells() {}

    static List<@Nullable String> of(JsonNode entry) {
        return COLUMNS.stream().map(column -> cell(entry.path(column))).toList();
    }

    /** A value as a cell that no spreadsheet runs. */
    public static @Nullable String cell(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> "";
            case STRING -> neutral(value.asString());
            // spreadsheets take 1.4E-8 for what it is, but people don't
            case NUMBER -> value.isBigDecimal() ? value.decimalValue().toPlainString() : value.toString();
            default -> value.toString();
        };
    }

    /**
     * A spreadsheet would run a text that begins like a formula.
     * See <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP, CSV injection</a>.
     */
    static String neutral(String text) {
        String visible = text.stripLeading();
        boolean formula = !visible.isEmpty() && "=+-@\uFF1D\uFF0B\uFF0D\uFF20|%".indexOf(visible.charAt(0)) >= 0;
        boolean control = !text.isEmpty() && "\t\r\n".indexOf(text.charAt(0)) >= 0;
        return formula || control ? "'" + text : text;
    }
}
