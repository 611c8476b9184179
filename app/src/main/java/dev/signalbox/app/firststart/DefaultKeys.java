package dev.signalbox.app.firststart;

import dev.signalbox.app.firststart.BootstrapProperties.WellKnown;
import dev.signalbox.command.config.ConfigChanges.Wish;
import dev.signalbox.command.config.ConfigReader;
import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.events.vendor.VendorCatalogue;
import dev.signalbox.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.Yaml;

/** Keys that the environment has anyway, as a configuration: an entry each, the first one active for chat. */
final class DefaultKeys {

    private static final Logger LOG = LoggerFactory.getLogger(DefaultKeys.class);

    private DefaultKeys() {}

    static Optional<Wish> of(
            List<WellKnown> variables, UnaryOperator<@Nullable String> environment, VendorCatalogue vendors) {
        Map<String, Object> keys = new LinkedHashMap<>();
        Map<String, Secret> secrets = new HashMap<>();
        for (WellKnown variable : variables) {
            String value = environment.apply(variable.name());
            Vendor vendor = vendors.find(variable.vendor()).orElse(null);
            if (value == null || value.isBlank() || vendor == null) {
                continue;
            }
            if (!value.strip().matches("[!-~]{1,4096}")) {
                LOG.warn("first-start=skipped variable={} reason=\"it holds no key\"", variable.name());
                continue;
            }
            String name = variable.vendor() + "/Default " + vendor.displayName() + " Key";
            String reference = "env:" + variable.name();
            if (keys.putIfAbsent(name, Map.of("api_key", reference)) == null) {
                secrets.put(reference, Secret.of(value.strip().getBytes(StandardCharsets.UTF_8)));
            }
        }
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        Object first = keys.keySet().iterator().next();
        String file = new Yaml().dump(Map.of("api_keys", keys, "active", Map.of("chat", Map.of("api_key", first))));
        return Optional.of(new Wish(ConfigReader.read(file), secrets, false, null, null));
    }
}
