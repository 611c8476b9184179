package dev.signalbox.app.hardening;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Values after a schema of an OpenAPI document: mostly what it wants, else something that nobody wants. */
final class Nonsense {

    /** Only ever sent where a credential belongs, so it must never come back. */
    static final String CANARY = "sk-CANARY-0123456789";

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "name",
            "null",
            "true",
            "0",
            "-1",
            "1e400",
            "x".repeat(300),
            "x".repeat(5000),
            "ä€😀",
            "\u0000",
            "\ud800",
            "\u202e",
            "a\nb",
            "'; drop table server_view; --",
            "<script>alert(1)</script>",
            "${jndi:ldap://x/a}",
            "#{7*7}",
            "../../etc/passwd",
            "..%2f",
            "%00",
            "%",
            "\\",
            "\"",
            "{}",
            "[]",
            "http://127.0.0.1:9",
            "http://[::1]:9/v1",
            "http://169.254.169.254/",
            "http://2130706433",
            "ftp://x",
            "2026-11-25T00:00:00Z",
            "9999-12-31",
            "yesterday",
            "00000000-0000-0000-0000-000000000000",
            "chat",
            "embeddings",
            "ai_server",
            "api_key",
            "ollama",
            "vllm",
            "openai",
            "default",
            "auto",
            "*",
            "W/\"1\"",
            "\"1\"",
            "1",
            "2",
            "3");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "3",
            "-1",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "1.5",
            "1e3",
            "1e400",
            "-0");

    private final JsonNode schemas;
    private final Random random;

    Nonsense(JsonNode document, Random random) {
        schemas = document.path("components").path("schemas");
        this.random = random;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    String text() {
        return one(TEXTS);
    }

    /** For a path or a query. */
    String parameter(JsonNode schema) {
        String value = chance(70) ? plain(schema) : text();
        // half of a character can't be encoded
        String whole = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return URLEncoder.encode(whole, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String plain(JsonNode schema) {
        JsonNode values = schema.path("enum");
        if (!values.isEmpty()) {
            return values.get(random.nextInt(values.size())).asString();
        }
        return switch (schema.path("type").asString("string")) {
            case "integer", "number" -> one(NUMBERS);
            case "boolean" -> one(List.of("true", "false"));
            default -> one(List.of("1", "chat", "servers", "litellm", "a", "2026-11-25T00:00:00Z", "ndjson"));
        };
    }

    /** As text, which need not be JSON at all. */
    String body(JsonNode schema) {
        if (chance(4)) {
            return one(List.of(
                    "", "{", "[]", "null", "\"", "{\"a\":1}{}", "[".repeat(5000), "\u0000", "{\"name\":\"\\ud800\"}"));
        }
        String json = JSON.writeValueAsString(value("", schema, 0));
        if (chance(3)) {
            int at = random.nextInt(json.length());
            return json.substring(0, at) + (char) random.nextInt(128) + json.substring(at + 1);
        }
        return json;
    }

    private JsonNode value(String name, JsonNode given, int depth) {
        JsonNode schema = resolve(given);
        if (name.contains("api_key") || name.contains("password") || name.endsWith("token")) {
            return chance(80) ? JSON.getNodeFactory().stringNode(CANARY) : odd();
        }
        if (chance(8)) {
            return odd();
        }
        JsonNode values = schema.path("enum");
        if (!values.isEmpty()) {
            return values.get(random.nextInt(values.size()));
        }
        if (depth > 6) {
            return JSON.getNodeFactory().nullNode();
        }
        if (schema.has("properties")) {
            return object(schema, depth);
        }
        return switch (schema.path("type").asString("")) {
            case "array" -> array(schema, depth);
            case "integer", "number" -> JSON.readTree(one(List.of("1", "2", "3", "0", "-1", "2147483648")));
            case "boolean" -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
            case "string" -> JSON.getNodeFactory().stringNode(likely(name));
            default -> chance(50) ? JSON.createObjectNode().put("a", text()) : odd();
        };
    }

    /** What gets further than the first check. */
    private String likely(String name) {
        if (name.contains("url")) {
            return chance(80) ? "http://127.0.0.1:9" : text();
        }
        return chance(70) ? "n" + random.nextInt(40) : text();
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.createObjectNode();
        Iterator<String> names = schema.path("properties").propertyNames().iterator();
        while (names.hasNext()) {
            String name = names.next();
            if (chance(75)) {
                object.set(name, value(name, schema.path("properties").path(name), depth + 1));
            }
        }
        if (chance(5)) {
            object.put("unknown", text());
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode array = JSON.createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(value("", schema.path("items"), depth + 1));
        }
        return array;
    }

    private JsonNode odd() {
        return switch (random.nextInt(6)) {
            case 0 -> JSON.getNodeFactory().nullNode();
            case 1 -> JSON.createArrayNode().add(1);
            case 2 -> JSON.createObjectNode().put("x", text());
            case 3 -> JSON.getNodeFactory().booleanNode(true);
            case 4 -> JSON.getNodeFactory().numberNode(random.nextLong());
            default -> JSON.getNodeFactory().stringNode(text());
        };
    }

    private JsonNode resolve(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : schemas.path(reference.substring(reference.lastIndexOf('/') + 1));
    }
}
