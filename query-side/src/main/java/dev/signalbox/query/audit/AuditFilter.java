package dev.signalbox.query.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** The conditions of one reading of the audit log, as SQL with named values. */
class AuditFilter {

    private static final Map<String, String> EQUAL = Map.of(
            "user", "user_name",
            "action", "action",
            "entity_type", "entity_type",
            "entity_id", "entity_id",
            "outcome", "outcome",
            "request_id", "request_id");

    private final Map<String, String> parameters;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** @param parameters by their names on the wire; names that mean nothing here are left alone */
    AuditFilter(Map<String, String> parameters) {
        this.parameters = parameters;
        EQUAL.forEach((name, column) -> add(name, column + " = :" + name, text -> text));
        add("from", "occurred_at >= :from", AuditFilter::instant);
        add("to", "occurred_at < :to", AuditFilter::instant);
        add("from_position", "position >= :from_position", Long::valueOf);
        add("to_position", "position <= :to_position", Long::valueOf);
        AuditCursor cursor = parse("cursor", AuditCursor::parse);
        if (cursor != null) {
            conditions.add("(occurred_at, coalesce(position, 0), id) < (:c_at, :c_position, :c_id)");
            values.put("c_at", cursor.occurredAt());
            values.put("c_position", cursor.position());
            values.put("c_id", cursor.id());
        }
    }

    int limit() {
        Integer limit = parse("limit", text -> {
            int number = Integer.parseInt(text);
            if (number < 1 || number > 1000) {
                throw new IllegalArgumentException("must be from 1 to 1000");
            }
            return number;
        });
        return limit == null ? 100 : limit;
    }

    String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    Map<String, Object> values() {
        return values;
    }

    private void add(String name, String condition, Function<String, ?> parser) {
        Object value = parse(name, parser);
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    private <T> @Nullable T parse(String name, Function<String, T> parser) {
        String text = parameters.get(name);
        if (text == null) {
            return null;
        }
        try {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("must not have NUL characters");
            }
            return parser.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "The parameter " + name + " is malformed: " + e.getMessage(), e);
        }
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
