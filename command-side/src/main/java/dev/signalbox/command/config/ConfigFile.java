package dev.signalbox.command.config;

import dev.signalbox.command.server.HttpBaseUrl;
import dev.signalbox.command.write.JsonObject;
import dev.signalbox.command.write.Name;
import dev.signalbox.command.write.Patch;
import dev.signalbox.command.write.RerankDialect;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.server.ServerDetails;
import dev.signalbox.events.server.ServerType;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A {@code signalbox.yaml} that could be read. What an entry leaves out has its default; what the file leaves out as a
 * whole stays as it is.
 *
 * @param digest of its bytes: {@code sha256:} and 64 hex digits
 * @param servers null when there is no such section
 */
public record ConfigFile(
        String digest,
        @Nullable List<ServerEntry> servers,
        @Nullable List<KeyEntry> apiKeys,
        @Nullable List<ActiveEntry> active,
        Lines lines) {

    /** @param apiKey absent: what is stored stays; null: none */
    public record ServerEntry(
            @Name String name,
            ServerType serverType,
            @HttpBaseUrl @Size(max = 2048) String baseUrl,
            Patch<SecretSource> apiKey,
            @Name @Nullable String modelPath,
            boolean enabled,
            Set<Purpose> purposes,
            @JsonObject @RerankDialect Map<String, Object> metadata) {

        ServerDetails details() {
            return new ServerDetails(
                    name, serverType, HttpBaseUrl.Validator.normalised(baseUrl), modelPath, purposes, metadata);
        }

        String path() {
            return "servers." + name;
        }
    }

    /** @param apiKey absent: what is stored stays */
    public record KeyEntry(
            String provider,
            @Name String keyName,
            Patch<SecretSource> apiKey,
            boolean enabled,
            boolean useForOpsCenter,
            @JsonObject @RerankDialect Map<String, Object> metadata) {

        String name() {
            return provider + "/" + keyName;
        }

        String path() {
            return "api_keys." + name();
        }
    }

    /** @param targets the primary, then the fallbacks in their order */
    public record ActiveEntry(Purpose purpose, List<TargetEntry> targets) {
        String path() {
            return "active." + purpose.wireName();
        }
    }

    /** @param name a server's, or a key's as {@code provider/key_name} */
    public record TargetEntry(
            ProviderType type, String name, @Name @Nullable String model, String path) {}

    /** All that has to be looked up outside of the server. */
    public List<SecretSource> secrets() {
        Stream<Patch<SecretSource>> ofServers = orEmpty(servers).stream().map(ServerEntry::apiKey);
        Stream<Patch<SecretSource>> ofKeys = orEmpty(apiKeys).stream().map(KeyEntry::apiKey);
        List<SecretSource> found = new ArrayList<>();
        Stream.concat(ofServers, ofKeys)
                .flatMap(patch -> Optional.ofNullable(patch.present() ? patch.value() : null).stream())
                .filter(source -> !(source instanceof SecretSource.Stored))
                .distinct()
                .forEach(found::add);
        return found;
    }

    static <T> List<T> orEmpty(@Nullable List<T> section) {
        return section == null ? List.of() : section;
    }
}
