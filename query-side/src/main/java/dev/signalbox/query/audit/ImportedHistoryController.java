package dev.signalbox.query.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit log that came from another product. */
@RestController
@RequestMapping("/api/v1/llm-config/audit/imported")
@Tag(name = "Audit")
class ImportedHistoryController {

    private static final int USUAL = 100;
    private static final int MOST = 1000;
    private static final Map<String, String> COLUMNS = Map.of(
            "source", "source",
            "user", "user_name",
            "action", "action",
            "entity_type", "entity_type",
            "entity_id", "entity_id");
    private static final Set<String> OTHERS = Set.of("from", "to", "cursor", "limit");

    private final ImportedHistory history;

    ImportedHistoryController(ImportedHistory history) {
        this.history = history;
    }

    /** @param nextCursor for older entries, null when these are the last */
    record Page(List<ImportedHistory.Entry> items, @Nullable String nextCursor) {}

    @GetMapping
    @Operation(
            summary = "What another product had on record before it was moved from, newest first",
            description = "Marked as imported: no entries of this audit log, but bound to its proof tree by an event.")
    @Parameter(name = "source", in = ParameterIn.QUERY)
    @Parameter(name = "user", in = ParameterIn.QUERY)
    @Parameter(name = "action", in = ParameterIn.QUERY)
    @Parameter(name = "entity_type", in = ParameterIn.QUERY)
    @Parameter(name = "entity_id", in = ParameterIn.QUERY)
    @Parameter(name = "from", in = ParameterIn.QUERY, description = "RFC 3339, inclusive")
    @Parameter(name = "to", in = ParameterIn.QUERY, description = "RFC 3339, exclusive")
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next_cursor of a page")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 1000, default 100")
    Page read(@Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all) {
        Parameters parameters = new Parameters(all);
        Map<String, List<String>> among = new HashMap<>();
        for (String name : all.keySet()) {
            if (COLUMNS.containsKey(name)) {
                among.put(COLUMNS.get(name), parameters.any(name, UnaryOperator.identity()));
            } else if (!OTHERS.contains(name)) {
                throw Parameters.malformed(name, "there is no such filter", null);
            }
        }
        Integer limit = parameters.one("limit", ImportedHistoryController::limit);
        int most = limit == null ? USUAL : limit;
        List<ImportedHistory.Entry> found = history.page(
                among,
                parameters.one("from", Parameters::instant),
                parameters.one("to", Parameters::instant),
                parameters.one("cursor", ImportedHistoryController::place),
                most + 1);
        return found.size() <= most
                ? new Page(found, null)
                : new Page(found.subList(0, most), cursor(found.get(most - 1)));
    }

    @GetMapping("/batches")
    @Operation(summary = "Each import of such a log: its digest, the event that has it, and whether the rows still fit")
    List<ImportedHistory.Batch> batches() {
        return history.batches();
    }

    private static String cursor(ImportedHistory.Entry last) {
        return last.occurredAt() + "_" + last.source() + "_" + last.sourceId();
    }

    private static ImportedHistory.Place place(String text) {
        String[] parts = text.split("_", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("is none of ours");
        }
        return new ImportedHistory.Place(Instant.parse(parts[0]), parts[1], Long.parseLong(parts[2]));
    }

    private static int limit(String text) {
        int number = Integer.parseInt(text);
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("must be from 1 to " + MOST);
        }
        return number;
    }
}
