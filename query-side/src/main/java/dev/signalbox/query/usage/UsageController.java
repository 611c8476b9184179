package dev.signalbox.query.usage;

import dev.signalbox.query.audit.Parameters;
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
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Usage")
class UsageController {

    private static final String PATH = "/api/v1/llm-config/usage";
    private static final String RECORDS = PATH + "/records";
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final UsageReports reports;
    private final UsageEntries entries;
    private final UsageCsv csv;

    UsageController(UsageReports reports, UsageEntries entries, UsageCsv csv) {
        this.reports = reports;
        this.entries = entries;
        this.csv = csv;
    }

    /** @param nextCursor for the following, older records; null when these are the last */
    record Page(
            List<UsageEntry> items,
            @Schema(nullable = true) @Nullable String nextCursor) {}

    @GetMapping(PATH)
    @Operation(
            summary = "What requests took: totals, by group, and as a curve",
            description =
                    "By default of the last 24 hours. Whole buckets count: from goes back to the beginning of its own."
                            + " Filters combine with and; each may be repeated, one must match. As text/csv: the series.")
    @ApiResponse(
            responseCode = "200",
            description = "Sums; or as CSV (RFC 4180) with a header",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = UsageReport.class)),
                @Content(mediaType = UsageCsv.TYPE, schema = @Schema(type = "string"))
            })
    @UsageParameters
    @Parameter(
            name = "bucket",
            in = ParameterIn.QUERY,
            description = "By default what fits the time",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"minute", "hour", "day"}))
    @Parameter(
            name = "group_by",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"provider", "key", "server", "model", "purpose", "client"}))
    UsageReport sums(@Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all) {
        return reports.read(UsageQuestion.of(all, Instant.now()));
    }

    @GetMapping(path = PATH, produces = UsageCsv.TYPE)
    @Hidden // described above, with the JSON: it is one operation
    void sumsAsCsv(
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all, HttpServletResponse response)
            throws IOException {
        csv.series(reports.read(UsageQuestion.of(all, Instant.now())), response);
    }

    @GetMapping(RECORDS)
    @Operation(
            summary = "Single requests, newest first",
            description = "As text/csv: all that matches, without pages. Records expire (signalbox.usage.retention).")
    @ApiResponse(
            responseCode = "200",
            description = "A page; or all as CSV (RFC 4180) with a header",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = Page.class)),
                @Content(mediaType = UsageCsv.TYPE, schema = @Schema(type = "string"))
            })
    @UsageParameters
    @Parameter(name = "status", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @Parameter(name = "error_code", in = ParameterIn.QUERY, example = "upstream_rate_limited")
    @Parameter(name = "request_id", in = ParameterIn.QUERY)
    @Parameter(name = "stream", in = ParameterIn.QUERY, schema = @Schema(type = "boolean"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next_cursor of a page")
    Page records(@Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all) {
        Parameters parameters = new Parameters(all);
        UsageFilter filter = UsageEntries.filter(parameters);
        Integer limit = parameters.one("limit", UsageController::limit);
        int most = limit == null ? USUAL : limit;
        List<UsageEntry> found = entries.read(filter, parameters.one("cursor", UsageCursor::parse), most + 1);
        if (found.size() <= most) {
            return new Page(found, null);
        }
        List<UsageEntry> items = found.subList(0, most);
        return new Page(items, UsageCursor.after(items.getLast()).toString());
    }

    @GetMapping(path = RECORDS, produces = UsageCsv.TYPE)
    @Hidden
    void recordsAsCsv(
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all, HttpServletResponse response)
            throws IOException {
        for (String name : List.of("limit", "cursor")) {
            if (all.containsKey(name)) {
                throw Parameters.malformed(name, "what is streamed has no pages", null);
            }
        }
        csv.records(UsageEntries.filter(new Parameters(all)), response);
    }

    private static int limit(String text) {
        int number = Integer.parseInt(text);
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("must be from 1 to " + MOST);
        }
        return number;
    }
}
