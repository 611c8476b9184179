package dev.signalbox.query.history;

import dev.signalbox.events.configuration.FindConfigurationAt;
import dev.signalbox.query.projection.PastEvents;
import dev.signalbox.query.projection.WrongParameter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the configuration was, and how it became what it is; read from the events themselves, so never behind. */
@RestController
@RequestMapping("/api/v1/llm-config/history")
@Tag(name = "History")
class HistoryController {

    private static final int MOST = 1000;

    private final Timeline timeline;
    private final ConfigurationQueries configurations;
    private final PastEvents events;

    HistoryController(Timeline timeline, ConfigurationQueries configurations, PastEvents events) {
        this.timeline = timeline;
        this.configurations = configurations;
        this.events = events;
    }

    /** @param nextCursor for the following, older entries; null when these are the last */
    record Page(List<HistoryEntry> items, @Nullable String nextCursor) {}

    /** @param readable the same as the patch, a line for each operation */
    record Diff(long from, long to, List<JsonPatch.Operation> patch, List<String> readable) {}

    @GetMapping
    @Operation(summary = "All changes, newest first, with the values before and after")
    Page timeline(
            @RequestParam(name = "entity_type", required = false) @Nullable String type,
            @RequestParam(name = "entity_id", required = false) @Nullable String id,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", defaultValue = "100") String limit) {
        int most = (int) number("limit", limit, MOST);
        long before = cursor == null ? Long.MAX_VALUE : number("cursor", cursor, Long.MAX_VALUE);
        List<HistoryEntry> found = timeline.page(before, aggregates(type, id), most + 1);
        return found.size() <= most
                ? new Page(found, null)
                : new Page(found.subList(0, most), "" + found.get(most - 1).position());
    }

    @GetMapping("/diff")
    @Operation(summary = "What differs between two positions or times, as JSON Patch (RFC 6902) and in words")
    Diff diff(
            @RequestParam(name = "from", defaultValue = "0") String from,
            @RequestParam(name = "to", required = false) @Nullable String to) {
        long first = events.position("from", from);
        long last = to == null ? events.head() : events.position("to", to);
        var patch = JsonPatch.between(document(first), document(last));
        return new Diff(
                first,
                last,
                patch,
                patch.stream().map(JsonPatch.Operation::line).toList());
    }

    @GetMapping("/{position}")
    @Operation(summary = "One change: who, what, before and after, and where the state of then can be read")
    HistoryEntry one(@PathVariable("position") String text) {
        long position = events.position("position", text);
        if (position == 0) {
            throw new WrongParameter("position", "0 is the empty beginning, before the first event");
        }
        return timeline.page(position + 1, "%", 1).stream()
                .filter(entry -> entry.position() == position)
                .findFirst()
                .orElseThrow(() -> new WrongParameter("position", "is of an event that changed no configuration"));
    }

    private Map<String, Object> document(long position) {
        return Document.of(configurations.handle(new FindConfigurationAt(position)));
    }

    private static String aggregates(@Nullable String type, @Nullable String id) {
        if (type == null) {
            if (id != null) {
                throw new WrongParameter("entity_id", "needs entity_type beside it");
            }
            return "%";
        }
        String prefix = EntityName.PREFIXES.get(type);
        if (prefix == null) {
            throw new WrongParameter("entity_type", "must be server, api_key, active_provider or token");
        }
        if (id != null && !id.matches("\\w{1,32}")) {
            throw new WrongParameter("entity_id", "must be a number, or a purpose");
        }
        return prefix + (id == null ? "%" : id.replace("_", "\\_"));
    }

    private static long number(String name, String text, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new WrongParameter(name, name.equals("cursor") ? "is none of ours" : "must be from 1 to " + most);
    }
}
