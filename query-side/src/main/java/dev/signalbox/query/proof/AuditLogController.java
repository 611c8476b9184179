package dev.signalbox.query.proof;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The raw events for a verifier elsewhere. */
@RestController
@Tag(name = "Audit proofs")
class AuditLogController {

    private static final int PAGE = 500;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    AuditLogController(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @GetMapping("/api/v1/llm-config/audit/log")
    @Operation(
            summary = "All events from a position on as they are stored, one JSON object a line",
            description = "payload and meta_data are base64. What signalbox audit verify --export reads.")
    void log(@RequestParam(name = "from", defaultValue = "1") String from, HttpServletResponse response)
            throws IOException {
        long position = AuditProofController.number("from", from, 1);
        response.setContentType("application/x-ndjson");
        OutputStream out = response.getOutputStream();
        // pages, no cursor: no transaction stays open while a slow client reads
        for (List<StoredRow> rows = page(position); !rows.isEmpty(); rows = page(position)) {
            for (StoredRow row : rows) {
                out.write(json.writeValueAsBytes(row));
                out.write('\n');
            }
            position = rows.getLast().position() + 1;
        }
    }

    private List<StoredRow> page(long from) {
        return jdbc.sql(StoredRow.SELECT + "where global_index >= ? order by global_index limit ?")
                .params(from, PAGE)
                .query((row, number) -> StoredRow.of(row))
                .list();
    }
}
