package dev.signalbox.command.config;

import dev.signalbox.events.configuration.Configuration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The configuration as a file that would make it again. */
final class ConfigExport {

    private ConfigExport() {}

    static String yaml(Configuration now) {
        Map<String, Object> servers = new TreeMap<>();
        now.servers().values().forEach(server -> servers.put(server.details().name(), Documents.server(server)));
        Map<String, Object> keys = new TreeMap<>();
        now.apiKeys().values().forEach(key -> keys.put(Documents.name(key), Documents.apiKey(key)));
        Map<String, Object> active = new LinkedHashMap<>();
        now.active().forEach((purpose, set) -> active.put(purpose.wireName(), Documents.active(set, now)));
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("version", 1);
        file.put("servers", servers);
        file.put("api_keys", keys);
        file.put("active", active);
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(120);
        options.setSplitLines(false);
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        return """
                # The configuration of Signalbox at position %d. Secrets are named by their fingerprints, which hold within
                # this installation; for another one write api_key: env:NAME or api_key: file:PATH.
                """.formatted(now.position()) + new Yaml(options).dump(file);
    }
}
