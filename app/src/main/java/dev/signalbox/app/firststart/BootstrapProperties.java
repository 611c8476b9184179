package dev.signalbox.app.firststart;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code signalbox.bootstrap.…}
 *
 * @param file a {@code signalbox.yaml}; the environment is not looked at then
 * @param fromEnvironment whether keys in well-known variables are taken
 * @param variables in this order: the first one that is set becomes active for chat
 */
@ConfigurationProperties("signalbox.bootstrap")
record BootstrapProperties(
        @Nullable Path file,
        @DefaultValue("true") boolean fromEnvironment,
        @DefaultValue List<WellKnown> variables) {

    /** @param name of the variable @param vendor whose key it holds */
    record WellKnown(String name, String vendor) {}

    boolean hasFile() {
        return file != null && !file.toString().isBlank();
    }
}
