package dev.signalbox.query.audit;

import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that a filter matches, written page by page: in memory is never more than one. An export that breaks off
 * ends without the last chunk, so that nobody takes it for whole.
 */
@Component
class AuditExport {

    private static final int PAGE = 1000;

    private final AuditEntries entries;
    private final JsonMapper json;

    AuditExport(AuditEntries entries, JsonMapper json) {
        this.entries = entries;
        this.json = json;
    }

    void lines(AuditFilter filter, AuditFormat format, HttpServletResponse response) throws IOException {
        write(
                response,
                AuditQueryController.NDJSON,
                "audit.ndjson",
                out -> entries.forEach(filter, null, PAGE, entry -> {
                    out.write(json.writeValueAsBytes(format.render(entry)));
                    out.write('\n');
                }));
    }

    void csv(AuditFilter filter, HttpServletResponse response) throws IOException {
        write(response, AuditQueryController.CSV + ";charset=UTF-8;header=present", "audit.csv", out -> {
            Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            CSVPrinter printer = CSVFormat.RFC4180.print(text);
            printer.printRecord(CsvCells.COLUMNS);
            entries.forEach(filter, null, PAGE, entry -> printer.printRecord(CsvCells.of(json.valueToTree(entry))));
            text.flush();
        });
    }

    private interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    private static void write(HttpServletResponse response, String type, String file, Body body) throws IOException {
        response.setContentType(type);
        response.setHeader("Content-Disposition", "attachment; filename=\"" + file + "\"");
        try {
            body.writeTo(response.getOutputStream());
            response.flushBuffer();
        } catch (RuntimeException e) {
            if (!response.isCommitted()) {
                // nothing has gone out yet: there is room for a problem
                response.reset();
            }
            throw e;
        }
    }
}
