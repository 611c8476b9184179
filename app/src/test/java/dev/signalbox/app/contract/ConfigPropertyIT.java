package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.ConfigFixtures.APPLY;
import static dev.signalbox.app.contract.ConfigFixtures.EXPORT;
import static dev.signalbox.app.contract.ConfigFixtures.PLAN;
import static dev.signalbox.app.contract.ConfigFixtures.body;
import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.KEYS;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.primary;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.secrets.Vault;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is configured: the exported file makes it again, here and on an instance that is empty or has something else. */
class ConfigPropertyIT {

    private static final TestNode NODE = TestNode.start();
    private static final TestNode OTHER = TestNode.start();
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> NAMES = List.of(
            "plain",
            "true",
            "42",
            "1e3",
            "~",
            "- dash",
            "a: b",
            "# no comment",
            "\"quoted\"",
            "it's",
            "two  blanks",
            "üñí \uD83D\uDE80",
            "a/b/c",
            "{x}",
            "*star",
            "&amp",
            "%",
            "2026-01-01",
            "x".repeat(200),
            "trailing ",
            "back\\slash");
    private static final List<String> METADATA = List.of(
            "{}",
            "{\"a\": 1, \"b\": -0.5, \"c\": 1e22, \"d\": 9007199254740993, \"e\": 123456789012345678901234567890}",
            "{\"yes\": \"yes\", \"null\": null, \"date\": \"2026-01-01\", \"time\": \"1:30\", \"octal\": \"010\", \"n\": \"12\"}",
            "{\"text\": \"first\\nsecond\\n\\n  third\\t\\u0007\", \"empty\": \"\", \"list\": [], \"map\": {\"\": [{}]}}",
            "{\"deep\": [[1, [true, [null, {\"x\": \": #\"}]]]], \"<<\": {\"merge\": 1}}");
    private final Http admin = NODE.admin();
    private final Http other = OTHER.admin();
    private static final Map<String, String> PLAINTEXTS = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anExportMakesTheSameAgain(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 30; step++) {
            change(random);
        }
        long head = NODE.events();
        String exported = admin.get(EXPORT).text();

        Answer again = admin.post(APPLY, body(exported, Map.of(), true));
        assertThat(again.json().path("changes")).as(again + "\n" + exported).isEmpty();
        assertThat(NODE.events()).isEqualTo(head);

        Map<String, String> secrets = new HashMap<>();
        String portable = portable(exported, secrets);
        Answer applied = other.post(APPLY, body(portable, secrets, true));
        assertThat(applied.status()).as(applied + "\n" + portable).isEqualTo(200);
        Answer planned = other.post(PLAN, body(portable, secrets, true));
        assertThat(planned.json().path("changes")).as(planned::toString).isEmpty();
        assertThat(content(portable(other.get(EXPORT).text(), new HashMap<>()))).isEqualTo(content(portable));
    }

    /** References that hold anywhere instead of fingerprints. */
    private String portable(String exported, Map<String, String> secrets) {
        String text = exported;
        Vault vault = NODE.bean(Vault.class);
        for (String plaintext : PLAINTEXTS.keySet()) {
            String fingerprint = vault.fingerprint(plaintext.getBytes(StandardCharsets.UTF_8));
            String name = "env:KEY_" + plaintext.substring(plaintext.length() - 4);
            text = text.replace("fingerprint:" + fingerprint, name);
            secrets.put(name, plaintext);
        }
        assertThat(text).doesNotContain("fingerprint:");
        return text;
    }

    private static String content(String file) {
        return file.lines().filter(line -> !line.startsWith("#")).reduce("", (a, b) -> a + "\n" + b);
    }

    private String secret(Random random) {
        String plaintext = "sk-0123456789-%04d".formatted(random.nextInt(10_000));
        PLAINTEXTS.put(plaintext, "");
        return plaintext;
    }

    private static <T> T any(Random random, List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private long any(Random random, String path) {
        List<Long> ids = admin.get(path)
                .json()
                .valueStream()
                .map(item -> item.path("id").asLong())
                .toList();
        return ids.isEmpty() ? 1 : any(random, ids);
    }

    /** Refusals are part of it. */
    private void change(Random random) {
        String name = JSON.writeValueAsString(any(random, NAMES));
        String metadata = any(random, METADATA);
        String host = "http://127.0.0." + (1 + random.nextInt(3)) + ":9/base";
        switch (random.nextInt(10)) {
            case 0, 1, 2 ->
                admin.post(SERVERS, """
                    {"name": %s, "server_type": "ollama", "base_url": "%s", "use_for_chat": %b, "use_for_reranking": true,
                     "model_path": %s, "metadata": %s, "enabled": %b, "api_key": %s}""".formatted(
                                name,
                                host,
                                random.nextBoolean(),
                                random.nextBoolean() ? name : "null",
                                metadata,
                                random.nextInt(4) > 0,
                                random.nextBoolean() ? "\"" + secret(random) + "\"" : "null"));
            case 3, 4 ->
                admin.post(KEYS, """
                    {"provider": "%s", "key_name": %s, "api_key": "%s", "use_for_ops_center": %b, "metadata": %s}""".formatted(
                                random.nextBoolean() ? "openai" : "anthropic",
                                name,
                                secret(random),
                                random.nextBoolean(),
                                metadata));
            case 5 -> admin.put(SERVERS + "/" + any(random, SERVERS), """
                    {"base_url": "%s", "api_key": "%s"}""".formatted(host, secret(random)));
            case 6 -> admin.put(KEYS + "/" + any(random, KEYS), "{\"api_key\": \"" + secret(random) + "\"}");
            case 7 ->
                admin.post(ACTIVE, primary("chat", "ai_server", any(random, SERVERS), """
                    , "model": %s, "fallbacks": [{"provider_type": "api_key", "provider_id": %d, "model": "m"}]""".formatted(
                                name, any(random, KEYS))));
            case 8 -> admin.post(ACTIVE, primary("reranking", "api_key", any(random, KEYS), ""));
            default -> {
                admin.delete(ACTIVE + "/reranking");
                admin.delete(SERVERS + "/" + any(random, SERVERS));
                admin.delete(KEYS + "/" + any(random, KEYS));
            }
        }
    }
}
