package dev.signalbox.query.audit;

import java.util.Locale;
import java.util.Map;

/** The names of actions, which old readers of the audit log know. */
final class Actions {

    private static final Map<String, String> BY_OPERATION = Map.ofEntries(
            Map.entry("RegisterServer", "add_server"),
            Map.entry("RemoveServer", "delete_server"),
            Map.entry("AddApiKey", "add_key"),
            Map.entry("UpdateApiKey", "update_key"),
            Map.entry("RotateApiKey", "rotate_key"),
            Map.entry("EnableApiKey", "enable_key"),
            Map.entry("DisableApiKey", "disable_key"),
            Map.entry("DeleteApiKey", "delete_key"),
            Map.entry("SetActiveProvider", "set_active"),
            Map.entry("ClearActiveProvider", "clear_active"));

    private Actions() {}

    /** {@code UpdateServer} becomes {@code update_server} without being listed. */
    static String ofOperation(String operation) {
        String listed = BY_OPERATION.get(operation);
        return listed != null
                ? listed
                : operation.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
