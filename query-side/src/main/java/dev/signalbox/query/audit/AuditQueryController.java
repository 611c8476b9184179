package dev.signalbox.query.audit;

import dev.signalbox.query.projection.ReadsView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@ReadsView("audit")
@Tag(name = "Audit")
class AuditQueryController {

    private static final String ORDER = " order by occurred_at desc, coalesce(position, 0) desc, id desc";

    private final EntityManager entities;

    AuditQueryController(EntityManager entities) {
        this.entities = entities;
    }

    /** @param nextCursor for the following, older entries; null when these are the last */
    record Page(List<AuditEntry> items, @Nullable String nextCursor) {}

    @GetMapping("/api/v1/llm-config/audit")
    @Operation(
            summary = "Who did what when, newest first",
            description = "Filters combine with and; from, to are RFC 3339 (to is exclusive), positions inclusive.")
    @Parameter(name = "user", in = ParameterIn.QUERY)
    @Parameter(name = "action", in = ParameterIn.QUERY, example = "add_server")
    @Parameter(name = "entity_type", in = ParameterIn.QUERY, example = "server")
    @Parameter(name = "entity_id", in = ParameterIn.QUERY)
    @Parameter(name = "outcome", in = ParameterIn.QUERY, example = "refused")
    @Parameter(name = "request_id", in = ParameterIn.QUERY)
    @Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(format = "date-time"))
    @Parameter(name = "to", in = ParameterIn.QUERY, schema = @Schema(format = "date-time"))
    @Parameter(name = "from_position", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @Parameter(name = "to_position", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer", defaultValue = "100"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next_cursor of the page before")
    Page read(@Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        AuditFilter filter = new AuditFilter(parameters);
        int limit = filter.limit();
        Query query =
                entities.createNativeQuery("select * from audit_entry" + filter.where() + ORDER, AuditEntry.class);
        filter.values().forEach(query::setParameter);
        @SuppressWarnings("unchecked")
        List<AuditEntry> found = query.setMaxResults(limit + 1).getResultList();
        return found.size() <= limit
                ? new Page(found, null)
                : new Page(
                        found.subList(0, limit), found.get(limit - 1).cursor().toString());
    }
}
