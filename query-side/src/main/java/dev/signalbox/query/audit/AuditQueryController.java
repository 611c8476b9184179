package dev.signalbox.query.audit;

import dev.signalbox.query.projection.ReadsView;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@ReadsView("audit")
@Tag(name = "Audit")
class AuditQueryController {

    static final String PATH = "/api/v1/llm-config/audit";
    static final String NDJSON = "application/x-ndjson";
    static final String CSV = "text/csv";

    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final AuditEntries entries;
    private final AuditExport export;

    AuditQueryController(AuditEntries entries, AuditExport export) {
        this.entries = entries;
        this.export = export;
    }

    @GetMapping(PATH)
    @Operation(
            summary = "Who did what when, newest first",
            description = "Filters combine with and; from, to are RFC 3339 (to is exclusive), positions inclusive."
                    + " As application/x-ndjson or text/csv: all that matches, without pages.")
    @ApiResponse(
            responseCode = "200",
            description = "A page; or all entries, one a line; or all as CSV (RFC 4180) with a header",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = AuditPage.class)),
                @Content(mediaType = NDJSON, schema = @Schema(implementation = AuditEntry.class)),
                @Content(mediaType = CSV, schema = @Schema(type = "string"))
            })
    @AuditParameters
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor (older entries) or prev_cursor (newer ones) of a page")
    AuditPage read(@Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all) {
        Parameters parameters = new Parameters(all);
        AuditFilter filter = new AuditFilter(parameters);
        AuditFormat format = format(parameters);
        Integer limit = parameters.one("limit", AuditQueryController::limit);
        int most = limit == null ? USUAL : limit;
        AuditCursor cursor = parameters.one("cursor", AuditCursor::parse);
        return AuditPage.of(entries.read(filter, cursor, most + 1), cursor, most, format);
    }

    @GetMapping(path = PATH, produces = NDJSON)
    @Hidden // described above, with the JSON: it is one operation
    void lines(@Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all, HttpServletResponse response)
            throws IOException {
        Parameters parameters = unpaged(all);
        export.lines(new AuditFilter(parameters), format(parameters), response);
    }

    @GetMapping(path = PATH, produces = CSV)
    @Hidden
    void csv(@Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all, HttpServletResponse response)
            throws IOException {
        Parameters parameters = unpaged(all);
        if (format(parameters) != AuditFormat.NATIVE) {
            throw Parameters.malformed("format", "CSV has the native one only", null);
        }
        export.csv(new AuditFilter(parameters), response);
    }

    static AuditFormat format(Parameters parameters) {
        AuditFormat format = parameters.one("format", AuditFormat::parse);
        return format == null ? AuditFormat.NATIVE : format;
    }

    static Parameters unpaged(MultiValueMap<String, String> all) {
        for (String name : new String[] {"limit", "cursor"}) {
            if (all.containsKey(name)) {
                throw Parameters.malformed(name, "what is streamed has no pages", null);
            }
        }
        return new Parameters(all);
    }

    private static int limit(String text) {
        int number = Integer.parseInt(text);
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("must be from 1 to " + MOST);
        }
        return number;
    }
}
