package dev.signalbox.app.cli;

import tools.jackson.databind.JsonNode;

/** A report about an import, row by row. */
final class ImportText {

    private ImportText() {}

    static String of(JsonNode report) {
        StringBuilder text = new StringBuilder();
        for (JsonNode item : report.path("items")) {
            row(text, item);
        }
        JsonNode history = report.path("history");
        long rows = history.path("rows").asLong();
        text.append("\nllm_config_audit: ")
                .append(rows)
                .append(rows == 1 ? " row, " : " rows, ")
                .append(history.path("added").asLong())
                .append(" of them new\n");
        int problems = report.path("problems").asInt();
        if (problems > 0) {
            text.append(problems).append(problems == 1 ? " row" : " rows").append(" can't be imported (marked !). ");
        }
        if (report.path("applied").asBoolean() && isOld(report)) {
            text.append("Nothing was new, so nothing was imported: the configuration is at position ")
                    .append(report.path("position").asLong())
                    .append('.');
        } else if (report.path("applied").asBoolean()) {
            text.append("Imported: the configuration is at position ")
                    .append(report.path("position").asLong())
                    .append('.');
        } else if (problems > 0) {
            text.append("Mend them there, or leave them out with --skip-problems. Nothing was imported.");
        } else {
            text.append("Nothing was imported: this was a dry run.");
        }
        return text.toString();
    }

    private static boolean isOld(JsonNode report) {
        return report.path("history").path("added").asLong() == 0
                && report.path("items")
                        .valueStream()
                        .noneMatch(item -> item.path("outcome").asString().equals("create"));
    }

    private static void row(StringBuilder text, JsonNode item) {
        String outcome = item.path("outcome").asString();
        String sign = outcome.equals("create") ? "+" : outcome.equals("unchanged") ? "=" : "!";
        text.append(sign).append(' ').append(item.path("row").asString());
        String name = item.path("name").asString("");
        if (!item.path("row").asString().endsWith(" " + name)) {
            text.append(" (").append(name).append(')');
        }
        if (outcome.equals("create") && item.path("entity_id").isNumber()) {
            text.append(" -> ").append(item.path("entity_id").asLong());
        }
        text.append('\n');
        for (JsonNode note : item.path("notes")) {
            text.append(note.path("problem").asBoolean() ? "  ! " : "    ")
                    .append(note.path("detail").asString())
                    .append('\n');
        }
    }
}
