package dev.signalbox.app.firststart;

import dev.signalbox.app.StartupRefusal;
import dev.signalbox.command.config.ConfigChanges;
import dev.signalbox.command.config.ConfigChanges.Wish;
import dev.signalbox.command.config.ConfigFile;
import dev.signalbox.command.config.ConfigReader;
import dev.signalbox.command.config.SecretLookup;
import dev.signalbox.command.provider.ProviderRegister;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.vendor.VendorCatalogue;
import dev.signalbox.secrets.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The first configuration, from a file or from keys in well-known variables: once, and only where nothing was ever
 * configured. When several nodes start together, one of them does it: who comes second finds something configured.
 */
@Component
class Bootstrap implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);

    private final BootstrapProperties properties;
    private final Environment environment;
    private final VendorCatalogue vendors;
    private final ObjectProvider<ConfigChanges> changes;
    private final ObjectProvider<ProviderRegister> providers;

    /** @param changes none on a node that takes no commands */
    Bootstrap(
            BootstrapProperties properties,
            Environment environment,
            VendorCatalogue vendors,
            ObjectProvider<ConfigChanges> changes,
            ObjectProvider<ProviderRegister> providers) {
        this.properties = properties;
        this.environment = environment;
        this.vendors = vendors;
        this.changes = changes;
        this.providers = providers;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        ConfigChanges target = changes.getIfAvailable();
        ProviderRegister register = providers.getIfAvailable();
        if (target == null || register == null || register.everConfigured()) {
            return;
        }
        if (properties.hasFile()) {
            apply(target, register, fromFile(Path.of(String.valueOf(properties.file()))));
        } else if (properties.fromEnvironment()) {
            DefaultKeys.of(properties.variables(), environment::getProperty, vendors)
                    .ifPresent(keys -> apply(target, register, keys));
        }
    }

    private Wish fromFile(Path file) {
        try {
            ConfigFile config = ConfigReader.read(Files.readString(file));
            Map<String, Secret> secrets = new SecretLookup(environment::getProperty, file).all(config);
            return new Wish(config, secrets, false, null, null);
        } catch (IOException e) {
            throw new StartupRefusal("SIGNALBOX_BOOTSTRAP_FILE " + file + " can't be read ("
                    + e.getClass().getSimpleName() + "). Correct the path, or leave it out.");
        } catch (Rejection | SecretLookup.MissingException e) {
            throw refusal(file, e);
        }
    }

    private void apply(ConfigChanges target, ProviderRegister register, Wish wish) {
        try {
            target.apply("BootstrapConfiguration", wish, () -> !register.everConfigured());
            LOG.info(
                    "first-start=configured servers={} api_keys={} from={}",
                    size(wish.file().servers()),
                    size(wish.file().apiKeys()),
                    properties.hasFile() ? "file" : "environment");
        } catch (Rejection e) {
            if (properties.hasFile()) {
                throw refusal(Path.of(String.valueOf(properties.file())), e);
            }
            LOG.warn("first-start=failed reason=\"{}\"", e.getMessage());
        } finally {
            wish.secrets().values().forEach(Secret::close);
        }
    }

    private static int size(java.util.@org.jspecify.annotations.Nullable List<?> section) {
        return section == null ? 0 : section.size();
    }

    private static StartupRefusal refusal(Path file, RuntimeException why) {
        return new StartupRefusal("SIGNALBOX_BOOTSTRAP_FILE " + file + " is not applied:\n" + why.getMessage()
                + "\nMend it, or leave it out and configure later.");
    }
}
