package dev.signalbox.query.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry as an event of the class <a href="https://schema.ocsf.io/1.6.0/classes/api_activity">API Activity</a> of the
 * Open Cybersecurity Schema Framework. What the class has no attribute for is in {@code unmapped}.
 */
final class Ocsf {

    private static final String VERSION = "1.6.0";
    private static final int CLASS = 6003;
    private static final int CREATE = 1;
    private static final int READ = 2;
    private static final int UPDATE = 3;
    private static final int DELETE = 4;
    private static final int OTHER = 99;

    private Ocsf() {}

    static Map<String, Object> of(AuditEntry entry) {
        int activity = activity(entry.action());
        boolean success = entry.outcome().equals("done");
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("category_uid", CLASS / 1000);
        event.put("class_uid", CLASS);
        event.put("activity_id", activity);
        event.put("activity_name", activity == OTHER ? entry.action() : null);
        event.put("type_uid", CLASS * 100L + activity);
        event.put("time", entry.occurredAt().toEpochMilli());
        event.put("severity_id", entry.outcome().equals("denied") ? 3 : success ? 1 : 2);
        event.put("status_id", success ? 1 : 2);
        event.put("status", success ? "Success" : "Failure");
        event.put("status_code", entry.errorCode());
        event.put("status_detail", success ? null : entry.reason());
        event.put("count", entry.occurrences());
        event.put("metadata", metadata(entry));
        event.put("actor", Map.of("user", user(entry.origin())));
        event.put("api", api(entry));
        event.put("src_endpoint", source(entry.origin()));
        event.put(
                "http_request",
                present(
                        "user_agent",
                        entry.origin().userAgent(),
                        "uid",
                        entry.origin().requestId()));
        event.put("resources", resources(entry));
        event.put("unmapped", unmapped(entry));
        event.values().removeIf(value -> value == null || value.equals(Map.of()) || value.equals(List.of()));
        return event;
    }

    private static int activity(String action) {
        return switch (action.split("_", 2)[0]) {
            case "add", "create", "issue" -> CREATE;
            case "reveal", "export", "use", "read", "get" -> READ;
            case "update", "enable", "disable", "rotate", "set", "restore", "rebuild" -> UPDATE;
            case "delete", "clear", "remove", "revoke", "expire" -> DELETE;
            default -> OTHER;
        };
    }

    private static Map<String, Object> metadata(AuditEntry entry) {
        return present(
                "version",
                VERSION,
                "product",
                Map.of("name", "Signalbox", "vendor_name", "Signalbox"),
                "uid",
                entry.id(),
                "sequence",
                entry.position(),
                "log_name",
                "audit",
                "log_version",
                "" + entry.schemaVersion(),
                "logged_time",
                entry.recordedAt().toEpochMilli(),
                "correlation_uid",
                entry.origin().traceId());
    }

    private static Map<String, Object> user(Origin origin) {
        String name = origin.user() == null ? "unknown" : origin.user();
        return present(
                "name",
                name,
                "uid",
                name,
                "type",
                origin.actorType(),
                "credential_uid",
                origin.credential(),
                "type_id",
                origin.actorType().equals("system") ? 3 : OTHER);
    }

    private static Map<String, Object> api(AuditEntry entry) {
        Map<String, Object> response = present("error", entry.errorCode(), "message", entry.detail());
        return present(
                "operation", entry.operation(),
                "service", Map.of("name", "signalbox"),
                "request", present("uid", entry.origin().requestId()),
                "response", response.isEmpty() ? null : response);
    }

    private static Map<String, Object> source(Origin origin) {
        String forwarded = origin.forwardedFor();
        return origin.clientAddress() == null
                ? Map.of("svc_name", "signalbox")
                : present(
                        "ip",
                        origin.clientAddress(),
                        "intermediate_ips",
                        forwarded == null ? null : Arrays.asList(forwarded.split(", ")));
    }

    private static List<Map<String, Object>> resources(AuditEntry entry) {
        List<Map<String, Object>> resources = new ArrayList<>();
        if (entry.entityType() != null) {
            resources.add(present(
                    "type", entry.entityType(),
                    "uid", entry.entityId(),
                    "name", entry.entityName(),
                    "version", entry.version() == null ? null : "" + entry.version()));
        }
        return resources;
    }

    private static Map<String, Object> unmapped(AuditEntry entry) {
        return present(
                "decision", entry.decision(),
                "authentication", entry.origin().authentication(),
                "version_before", entry.versionBefore(),
                "changes", entry.changes());
    }

    /** Names and values by turns; those without a value are left out. */
    private static Map<String, Object> present(@Nullable Object... namesAndValues) {
        Map<String, Object> present = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                present.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return present;
    }
}
