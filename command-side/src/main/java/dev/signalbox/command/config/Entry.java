package dev.signalbox.command.config;

import dev.signalbox.command.write.Patch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** The fields of one mapping; what nobody asked for is not known. */
final class Entry {

    private final YamlNodes yaml;
    private final Lines lines;
    private final String path;
    private final Map<String, Node> fields;
    private final TreeSet<String> asked = new TreeSet<>();

    private Entry(YamlNodes yaml, Lines lines, Map<String, Node> fields, String path) {
        this.yaml = yaml;
        this.lines = lines;
        this.fields = fields;
        this.path = path;
    }

    static Entry of(YamlNodes yaml, Lines lines, Node node, String path) {
        return new Entry(yaml, lines, new LinkedHashMap<>(yaml.mapping(node, path)), path);
    }

    String at(String field) {
        return path + "." + field;
    }

    @Nullable
    Node take(String field) {
        asked.add(field);
        return fields.remove(field);
    }

    @Nullable
    String required(String field) {
        Node node = take(field);
        if (node == null) {
            lines.wrong(at(field), "is missing");
            return null;
        }
        return yaml.text(node, at(field));
    }

    /** Null when it is absent, or null in the file. */
    @Nullable
    String optional(String field) {
        Node node = take(field);
        return node == null || YamlNodes.isNull(node) ? null : yaml.text(node, at(field));
    }

    boolean bool(String field, boolean otherwise) {
        Node node = take(field);
        return node == null ? otherwise : yaml.bool(node, at(field));
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> object(String field) {
        Node node = take(field);
        if (node == null || YamlNodes.isNull(node)) {
            return Map.of();
        }
        if (yaml.value(node, at(field)) instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        lines.wrong(at(field), "must be a mapping (name: value)");
        return Map.of();
    }

    /** Never quotes what is there: somebody may have written the key itself. */
    Patch<SecretSource> secret() {
        Node node = take("api_key");
        if (node == null) {
            return Patch.absent();
        }
        if (YamlNodes.isNull(node)) {
            return Patch.of(null);
        }
        String text = yaml.text(node, at("api_key"));
        SecretSource source = text == null ? null : SecretSource.parse(text).orElse(null);
        if (text != null && source == null) {
            lines.wrong(
                    at("api_key"),
                    "must be a reference: env:NAME, file:PATH or fingerprint:16 hex digits. A key itself doesn't"
                            + " belong into the file; if one is there, replace it at its vendor");
        }
        return source == null ? Patch.absent() : Patch.of(source);
    }

    /** After everything was asked for. */
    void end() {
        for (String unknown : fields.keySet()) {
            lines.wrong(at(unknown), "is not a known field; known are " + String.join(", ", asked));
        }
    }
}
