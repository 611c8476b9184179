package dev.signalbox.command.config;

import dev.signalbox.command.config.ConfigFile.ActiveEntry;
import dev.signalbox.command.config.ConfigFile.KeyEntry;
import dev.signalbox.command.config.ConfigFile.ServerEntry;
import dev.signalbox.command.config.ConfigFile.TargetEntry;
import dev.signalbox.command.write.Patch;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.server.ServerType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a {@code signalbox.yaml}; whatever is wrong with it is said at once, each thing with its line. */
public final class ConfigReader {

    private static final Set<String> SECTIONS = Set.of("version", "servers", "api_keys", "active");

    private static final int MOST_FALLBACKS = 16;

    private final Lines lines = new Lines();
    private final YamlNodes yaml = new YamlNodes(lines);

    private ConfigReader() {}

    /** @throws dev.signalbox.command.write.Rejection.InvalidFile with all that is wrong */
    public static ConfigFile read(String text) {
        return new ConfigReader().file(text);
    }

    private ConfigFile file(String text) {
        Node root = yaml.parse(text);
        Map<String, Node> sections = root == null ? Map.of() : yaml.mapping(root, "");
        known(sections, SECTIONS, "");
        Node version = sections.get("version");
        if (version != null && !"1".equals(yaml.text(version, "version"))) {
            lines.wrong("version", "must be 1: this Signalbox knows no other format");
        }
        List<ServerEntry> servers = null;
        List<KeyEntry> keys = null;
        List<ActiveEntry> active = null;
        if (sections.get("servers") instanceof Node section) {
            servers = servers(section);
        }
        if (sections.get("api_keys") instanceof Node section) {
            keys = keys(section);
        }
        if (sections.get("active") instanceof Node section) {
            active = active(section);
        }
        lines.check();
        return new ConfigFile(digest(text), servers, keys, active, lines);
    }

    private List<ServerEntry> servers(Node section) {
        List<ServerEntry> entries = new ArrayList<>();
        yaml.mapping(section, "servers").forEach((name, node) -> {
            ServerEntry entry = server(name, Entry.of(yaml, lines, node, "servers." + name));
            if (entry != null) {
                entries.add(entry);
            }
        });
        return entries;
    }

    private @Nullable ServerEntry server(String name, Entry entry) {
        Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            if (entry.bool("use_for_" + purpose.wireName(), false)) {
                purposes.add(purpose);
            }
        }
        String type = entry.required("server_type");
        String baseUrl = entry.required("base_url");
        ServerType known = Arrays.stream(ServerType.values())
                .filter(candidate -> candidate.wireName().equals(type))
                .findFirst()
                .orElse(null);
        if (type != null && known == null) {
            lines.wrong(entry.at("server_type"), "must be vllm, ollama, llamacpp or openai-compatible");
        }
        var apiKey = entry.secret();
        String modelPath = entry.optional("model_path");
        boolean enabled = entry.bool("enabled", true);
        var metadata = entry.object("metadata");
        entry.end();
        return known == null || baseUrl == null
                ? null
                : new ServerEntry(name, known, baseUrl, apiKey, modelPath, enabled, purposes, metadata);
    }

    private List<KeyEntry> keys(Node section) {
        List<KeyEntry> entries = new ArrayList<>();
        yaml.mapping(section, "api_keys").forEach((name, node) -> {
            String path = "api_keys." + name;
            int slash = name.indexOf('/');
            if (slash < 1) {
                lines.wrong(path, "must be named provider/key_name, as openai/Main");
                return;
            }
            Entry entry = Entry.of(yaml, lines, node, path);
            Patch<SecretSource> secret = entry.secret();
            if (secret.present() && secret.value() == null) {
                lines.wrong(entry.at("api_key"), "can't be null: without its secret it would be no API key");
            }
            entries.add(new KeyEntry(
                    name.substring(0, slash),
                    name.substring(slash + 1),
                    secret,
                    entry.bool("enabled", true),
                    entry.bool("use_for_ops_center", false),
                    entry.object("metadata")));
            entry.end();
        });
        return entries;
    }

    private List<ActiveEntry> active(Node section) {
        List<ActiveEntry> entries = new ArrayList<>();
        yaml.mapping(section, "active").forEach((name, node) -> {
            Purpose purpose = Purpose.ofWireName(name).orElse(null);
            if (purpose == null) {
                lines.wrong("active." + name, "is no purpose: there are chat, embeddings and reranking");
                return;
            }
            String path = "active." + name;
            Entry entry = Entry.of(yaml, lines, node, path);
            List<TargetEntry> targets = new ArrayList<>();
            target(entry, path, targets);
            if (entry.take("fallbacks") instanceof Node list) {
                List<Node> items = yaml.sequence(list, path + ".fallbacks");
                if (items.size() > MOST_FALLBACKS) {
                    lines.wrong(path + ".fallbacks", "has more than " + MOST_FALLBACKS + " items");
                }
                for (int i = 0; i < items.size(); i++) {
                    String at = path + ".fallbacks." + i;
                    Entry fallback = Entry.of(yaml, lines, items.get(i), at);
                    target(fallback, at, targets);
                    fallback.end();
                }
            }
            entry.end();
            entries.add(new ActiveEntry(purpose, targets));
        });
        return entries;
    }

    private void target(Entry entry, String path, List<TargetEntry> targets) {
        String server = entry.optional("server");
        String key = entry.optional("api_key");
        String model = entry.optional("model");
        if ((server == null) == (key == null)) {
            lines.wrong(path, "needs either server: NAME or api_key: PROVIDER/KEY_NAME");
        } else if (server != null) {
            targets.add(new TargetEntry(ProviderType.AI_SERVER, server, model, path));
        } else if (key != null) {
            targets.add(new TargetEntry(ProviderType.API_KEY, key, model, path));
        }
    }

    private void known(Map<String, Node> fields, Set<String> names, String path) {
        for (String name : fields.keySet()) {
            if (!names.contains(name)) {
                lines.wrong(path + name, "is not a known section; there are servers, api_keys and active");
            }
        }
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
