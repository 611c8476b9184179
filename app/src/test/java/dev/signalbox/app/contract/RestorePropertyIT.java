package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.KEYS;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.newKey;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static dev.signalbox.app.contract.Fixtures.primary;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whatever happened: after a restore everything is as it was, but for what the restore itself names; and so is the undo. */
class RestorePropertyIT {

    private static final TestNode NODE = TestNode.start();
    private static final List<String> FIELDS = List.of(
            "server_type",
            "base_url",
            "model_path",
            "enabled",
            "use_for_chat",
            "use_for_embeddings",
            "use_for_reranking",
            "use_for_ops_center",
            "metadata",
            "api_key");
    private final Http admin = NODE.admin();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everythingBecomesWhatItWas(long seed) {
        Random random = new Random(seed);
        change(random, 15);
        long then = NODE.events();
        change(random, 25);
        long before = NODE.events();

        becomes(then, seed % 2 == 0);
        becomes(before, false);
    }

    private void becomes(long position, boolean destroySecrets) {
        Answer answer = admin.post(Restoring.RESTORE, """
                {"position": %d, "destroy_secrets": %b}""".formatted(position, destroySecrets));
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        JsonNode named = answer.json().path("not_restored");
        same(SERVERS, "name", position, left(named, "server"));
        same(KEYS, "key_name", position, left(named, "api_key"));
        Set<String> purposes = left(named, "active_provider");
        JsonNode then = admin.get(ACTIVE + "?as_of=" + position).json();
        JsonNode now = admin.get(ACTIVE).json();
        for (String purpose : List.of("chat", "embeddings", "reranking")) {
            if (purposes.stream().noneMatch(left -> left.startsWith(purpose + "/"))) {
                assertThat(targets(now.path(purpose), null))
                        .as(purpose + " " + answer)
                        .isEqualTo(targets(then.path(purpose), position));
            }
        }
    }

    /** {@code name/field} of what is named, the field empty for a whole entity. */
    private static Set<String> left(JsonNode named, String type) {
        return named.valueStream()
                .filter(item -> item.path("entity_type").asString().equals(type))
                .map(item -> item.path("name").asString().replace("openai ", "") + "/"
                        + item.path("field").asString(""))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void same(String path, String nameField, long position, Set<String> left) {
        Map<String, String> then = shown(path + "?as_of=" + position, nameField, left);
        Map<String, String> now = shown(path, nameField, left);
        // a name that was taken from one that stays
        now.keySet()
                .removeIf(
                        name -> left.contains(name.replaceFirst(" \\(\\d+\\)$", "") + "/") && !then.containsKey(name));
        assertThat(now).isEqualTo(then);
    }

    private Map<String, String> shown(String path, String nameField, Set<String> left) {
        Map<String, String> shown = new TreeMap<>();
        for (JsonNode item : admin.get(path).json()) {
            String name = item.path(nameField).asString();
            if (!left.contains(name + "/")) {
                shown.put(
                        name,
                        FIELDS.stream()
                                .filter(field -> !left.contains(name + "/" + field))
                                .map(field -> field + "=" + value(item, field))
                                .collect(Collectors.joining(" ")));
            }
        }
        return shown;
    }

    private static String value(JsonNode item, String field) {
        return field.equals("api_key")
                ? "" + item.path("masked_api_key") + item.path("masked_key")
                : item.path(field).toString();
    }

    /** By names: numbers of what was removed don't come back. */
    private List<String> targets(JsonNode active, Long position) {
        if (active.isMissingNode() || active.isNull()) {
            return List.of();
        }
        var names = new java.util.ArrayList<String>();
        names.add(name(active, position));
        active.path("fallbacks").forEach(fallback -> names.add(name(fallback, position)));
        return names;
    }

    private String name(JsonNode target, Long position) {
        boolean server = target.path("provider_type").asString().equals("ai_server");
        String path =
                (server ? SERVERS : KEYS) + "/" + target.path("provider_id").asLong();
        return admin.get(path + (position == null ? "" : "?as_of=" + position))
                .json()
                .path(server ? "name" : "key_name")
                .asString();
    }

    /** Refusals are part of it. */
    private void change(Random random, int steps) {
        for (int step = 0; step < steps; step++) {
            List<Long> servers = ids(SERVERS);
            List<Long> keys = ids(KEYS);
            if (servers.size() < 2 || keys.size() < 2) {
                newServer(admin);
                newKey(admin);
            } else {
                change(random, any(random, servers), any(random, servers), any(random, keys));
            }
        }
    }

    private void change(Random random, long server, long other, long key) {
        String host = "http://127.0.0." + (1 + random.nextInt(2)) + ":9";
        switch (random.nextInt(14)) {
            case 0 ->
                newServer(
                        admin,
                        random.nextBoolean() ? ", \"api_key\": \"sk-0123456789-" + random.nextInt(9999) + "\"" : "");
            case 1 -> newKey(admin);
            case 2 -> admin.put(SERVERS + "/" + server, "{\"model_path\": \"m" + random.nextInt(3) + "\"}");
            case 3 -> admin.put(SERVERS + "/" + server, "{\"enabled\": " + random.nextBoolean() + "}");
            case 4 -> admin.put(SERVERS + "/" + server, "{\"name\": \"pool-" + random.nextInt(3) + "\"}");
            case 5 -> admin.put(SERVERS + "/" + server, "{\"base_url\": \"" + host + "\"}");
            case 6 ->
                admin.put(
                        SERVERS + "/" + server,
                        "{\"base_url\": \"%s\", \"api_key\": \"sk-9876543210-%d\"}"
                                .formatted(host, random.nextInt(9999)));
            case 7 -> admin.put(KEYS + "/" + key, "{\"api_key\": \"sk-5555543210-" + random.nextInt(9999) + "\"}");
            case 8 -> admin.put(KEYS + "/" + key, "{\"key_name\": \"pool-" + random.nextInt(3) + "\"}");
            case 9 -> admin.put(KEYS + "/" + key, "{\"enabled\": " + random.nextBoolean() + "}");
            case 10 -> admin.post(ACTIVE, primary("chat", "ai_server", server, """
                    , "fallbacks": [{"provider_type": "ai_server", "provider_id": %d}, {"provider_type": "api_key", "provider_id": %d}]""".formatted(other, key)));
            case 11 -> admin.post(ACTIVE, primary("reranking", "api_key", key, ""));
            case 12 -> admin.delete(ACTIVE + "/chat");
            default -> {
                admin.delete(SERVERS + "/" + server);
                admin.delete(KEYS + "/" + key);
            }
        }
    }

    private static long any(Random random, List<Long> ids) {
        return ids.get(random.nextInt(ids.size()));
    }

    private List<Long> ids(String path) {
        return admin.get(path)
                .json()
                .valueStream()
                .map(item -> item.path("id").asLong())
                .toList();
    }
}
