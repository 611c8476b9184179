package dev.signalbox.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which entries: what the audit log and the imported one can both be asked for. */
final class AuditFilters {

    @Option(names = "--user", paramLabel = "NAME", description = "Done by this user.")
    private @Nullable String user;

    @Option(names = "--action", paramLabel = "ACTION", description = "As add_server, update_key, set_active.")
    private @Nullable String action;

    @Option(names = "--type", paramLabel = "TYPE", description = "Done to a thing of this type, as server or api_key.")
    private @Nullable String type;

    @Option(names = "--id", paramLabel = "ID", description = "Done to the thing with this number or name.")
    private @Nullable String id;

    @Option(names = "--from", paramLabel = "TIME", description = "From this time on, as 2026-01-31T12:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before this time.")
    private @Nullable String to;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many, 1 to 1000. Default: 20.")
    private int limit;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "The next_cursor of the page before.")
    private @Nullable String cursor;

    String query() {
        return "?limit=" + limit + parameter("user", user) + parameter("action", action)
                + parameter("entity_type", type) + parameter("entity_id", id) + parameter("from", from)
                + parameter("to", to) + parameter("cursor", cursor);
    }

    static String parameter(String name, @Nullable String value) {
        return value == null ? "" : "&" + name + "=" + Entries.encoded(value);
    }
}
