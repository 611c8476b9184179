package dev.signalbox.query.usage;

import dev.signalbox.query.audit.CsvCells;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sums and records for spreadsheets; the columns are the names of the JSON, and no cell is a formula. */
@Component
class UsageCsv {

    static final String TYPE = "text/csv";
    private static final int PAGE = 1000;

    private final UsageEntries entries;
    private final JsonMapper json;

    UsageCsv(UsageEntries entries, JsonMapper json) {
        this.entries = entries;
        this.json = json;
    }

    void series(UsageReport report, HttpServletResponse response) throws IOException {
        List<String> columns = new ArrayList<>(List.of("starts_at"));
        String by = report.groupBy();
        if (by != null) {
            columns.addAll(Dimension.parse(by).shown());
        }
        columns.addAll(names(UsageSums.class));
        write(response, "usage.csv", columns, printer -> {
            for (UsageReport.Point point : report.series()) {
                printer.printRecord(cells(flat(point), columns));
            }
        });
    }

    private JsonNode flat(UsageReport.Point point) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("starts_at", point.startsAt());
        Map<String, Object> group = point.group();
        if (group != null) {
            row.putAll(group);
        }
        json.<JsonNode>valueToTree(point.sums())
                .properties()
                .forEach(field -> row.put(field.getKey(), field.getValue()));
        return json.valueToTree(row);
    }

    /** All that the filter matches; in memory is never more than a page of it. */
    void records(UsageFilter filter, HttpServletResponse response) throws IOException {
        List<UsageEntry> first = entries.read(filter, null, PAGE);
        List<String> columns = names(UsageEntry.class);
        write(response, "usage-records.csv", columns, printer -> {
            List<UsageEntry> page = first;
            while (!page.isEmpty()) {
                for (UsageEntry entry : page) {
                    printer.printRecord(cells(json.valueToTree(entry), columns));
                }
                page = page.size() < PAGE ? List.of() : entries.read(filter, UsageCursor.after(page.getLast()), PAGE);
            }
        });
    }

    /** As in the JSON. */
    private static List<String> names(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<@Nullable String> cells(JsonNode row, List<String> columns) {
        return columns.stream().map(column -> CsvCells.cell(row.path(column))).toList();
    }

    private interface Rows {
        void print(CSVPrinter printer) throws IOException;
    }

    private static void write(HttpServletResponse response, String file, List<String> columns, Rows rows)
            throws IOException {
        response.setContentType(TYPE + ";charset=UTF-8;header=present");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + file + "\"");
        Writer text = new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
        CSVPrinter printer = CSVFormat.RFC4180.print(text);
        printer.printRecord(columns);
        rows.print(printer);
        text.flush();
    }
}
