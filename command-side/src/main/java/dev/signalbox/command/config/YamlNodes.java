package dev.signalbox.command.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML as a tree that knows its lines. Nothing in it makes an object of any class, and nothing in it repeats itself. */
final class YamlNodes {

    private static final int DEEPEST = 48;

    private final Lines lines;
    private final Scalars scalars = new Scalars();

    YamlNodes(Lines lines) {
        this.lines = lines;
    }

    /** Null for an empty document, and for what is no YAML at all. */
    @Nullable
    Node parse(String text) {
        var options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setAllowDuplicateKeys(true); // found by us, with its line
        var yaml = new Yaml(options);
        try {
            for (var event : yaml.parse(new StringReader(text))) {
                if (event instanceof AliasEvent alias) {
                    lines.wrong(
                            alias.getStartMark().getLine() + 1, "", "an alias (*…) is not allowed: repeat the values");
                    return null;
                }
            }
            return yaml.compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            lines.wrong(line, "", "is no valid YAML: " + e.getProblem());
            return null;
        } catch (YAMLException e) {
            lines.wrong(1, "", "is no valid YAML");
            return null;
        }
    }

    /** The values by their names; what is no mapping, or has a name twice, is wrong. */
    Map<String, Node> mapping(Node node, String path) {
        Map<String, Node> fields = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            if (!isNull(node)) {
                lines.wrong(path, "must be a mapping (name: value)");
            }
            return fields;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                lines.wrong(line(tuple.getKeyNode()), path, "has a name that is no text");
                continue;
            }
            String at = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            if (fields.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                lines.wrong(line(key), at, "is there twice");
            }
            lines.found(at, line(key));
        }
        return fields;
    }

    List<Node> sequence(Node node, String path) {
        if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                lines.found(path + "." + i, line(sequence.getValue().get(i)));
            }
            return sequence.getValue();
        }
        if (!isNull(node)) {
            lines.wrong(path, "must be a list (- item)");
        }
        return List.of();
    }

    @Nullable
    String text(Node node, String path) {
        if (node instanceof ScalarNode scalar && !isNull(node)) {
            return scalar.getValue();
        }
        lines.wrong(path, "must be text");
        return null;
    }

    boolean bool(Node node, String path) {
        if (node.getTag().equals(Tag.BOOL) && scalars.of(node) instanceof Boolean value) {
            return value;
        }
        lines.wrong(path, "must be true or false");
        return false;
    }

    /** As JSON would give it: maps, lists, text, numbers, booleans, null. */
    @Nullable
    Object value(Node node, String path) {
        if (node instanceof MappingNode) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            mapping(node, path).forEach((name, item) -> map.put(name, value(item, path + "." + name)));
            return map;
        }
        if (node instanceof SequenceNode) {
            List<@Nullable Object> list = new ArrayList<>();
            for (Node item : sequence(node, path)) {
                list.add(value(item, path));
            }
            return list;
        }
        return scalars.of(node);
    }

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** Of the types that JSON has; a date stays the text that it is. */
    private static final class Scalars extends SafeConstructor {

        Scalars() {
            super(new LoaderOptions());
        }

        @Nullable
        Object of(Node node) {
            Tag tag = node.getTag();
            if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) || tag.equals(Tag.BOOL) || tag.equals(Tag.NULL)) {
                return constructObject(node);
            }
            return ((ScalarNode) node).getValue();
        }
    }
}
