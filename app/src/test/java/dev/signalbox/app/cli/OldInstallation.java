package dev.signalbox.app.cli;

import dev.signalbox.testing.PostgresForTests;
import dev.signalbox.testing.PostgresForTests.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.DriverManager;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An Ops-Center's database. Its tokens are made by the JDK, not by what is tested. */
final class OldInstallation {

    static final String KEY = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    static final String OTHER_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    static final String PLAINTEXT = "sk-server-in-the-clear-1111";
    static final String OPENAI = "sk-openai-of-the-old-2222";

    private final TestDatabase database = PostgresForTests.newDatabase();
    private final JdbcClient jdbc;

    /** @param text the type of text columns @param time the name of the audit log's time column */
    OldInstallation(String text, String time) throws Exception {
        try (InputStream in = OldInstallation.class.getResourceAsStream("/ops-center/schema.sql");
                var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            String schema = new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            statement.execute(schema.replace("TEXT", text).replace("TIME", "\"" + time + "\""));
        }
        jdbc = JdbcClient.create(new DriverManagerDataSource(database.url(), database.user(), database.password()));
    }

    /** One in which nothing is wrong. */
    static OldInstallation sound(String text, String time) throws Exception {
        OldInstallation old = new OldInstallation(text, time);
        old.server(3, "gpu-1", "vllm", "http://127.0.0.1:8000/v1/", """
                api_key = '%s', model_path = 'llama', metadata = '{"rack": 7}'""".formatted(PLAINTEXT));
        old.server(5, "laptop", "ollama", "http://127.0.0.1:11434", "enabled = false");
        old.server(6, "plain", "vllm", "http://127.0.0.1:8001", "");
        old.key(1, "openai", "Main", fernet(KEY, OPENAI), """
                requests_count = 41, tokens_used = 9000000000, cost_usd = 12.3456, last_used = '2026-03-01 12:00:00'""");
        old.key(9, "anthropic", "Zweiter Schlüssel", fernet(KEY, "sk-ant-3333333333"), "use_for_ops_center = true");
        old.run("insert into active_providers values ('chat', 'ai_server', 3, 'api_key', 1)");
        old.run("insert into active_providers values ('embeddings', 'api_key', 9)");
        old.run(
                "insert into llm_config_audit (action, entity_type, entity_id, user_id, changes, \"" + time
                        + "\") values"
                        + " ('add_server', 'ai_server', '3', 'admin', ?::jsonb, '2026-02-01 08:30:00.123456'),"
                        + " ('set_active', 'active_provider', 'chat', 'admin', ?::jsonb, '2026-02-02 08:30:00'),"
                        + " ('add_key', 'api_key', '1', null, null, '2026-02-03 08:30:00')",
                "{\"name\": \"gpu-1\", \"api_key\": \"" + PLAINTEXT + "\", \"note\": \"was " + PLAINTEXT + "\"}",
                "{\"provider_id\": 3, \"old\": [{\"encrypted_key\": \"gAAAAABx\"}]}");
        return old;
    }

    TestDatabase database() {
        return database;
    }

    void run(String sql, Object... values) {
        jdbc.sql(sql).params(values).update();
    }

    void server(int id, String name, String type, String url, String more) {
        run(
                "insert into ai_servers (id, name, server_type, base_url, use_for_chat) values (?, ?, ?, ?, true)",
                id,
                name,
                type,
                url);
        if (!more.isEmpty()) {
            run("update ai_servers set " + more + " where id = " + id);
        }
    }

    void key(int id, String provider, String name, String token, String more) {
        run(
                "insert into llm_api_keys (id, provider, key_name, encrypted_key) values (?, ?, ?, ?)",
                id,
                provider,
                name,
                token);
        if (!more.isEmpty()) {
            run("update llm_api_keys set " + more + " where id = " + id);
        }
    }

    static String fernet(String key, String plaintext) {
        byte[] bytes = Base64.getUrlDecoder().decode(key);
        byte[] iv = new byte[16];
        iv[0] = (byte) plaintext.hashCode();
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", "SunJCE");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(bytes, 16, 16, "AES"), new IvParameterSpec(iv));
            var token = new ByteArrayOutputStream();
            token.write(0x80);
            token.writeBytes(ByteBuffer.allocate(8).putLong(1_700_000_000L).array());
            token.writeBytes(iv);
            token.writeBytes(cipher.doFinal(plaintext.getBytes(StandardCharsets.UTF_8)));
            Mac mac = Mac.getInstance("HmacSHA256", "SunJCE");
            mac.init(new SecretKeySpec(bytes, 0, 16, "HmacSHA256"));
            token.writeBytes(mac.doFinal(token.toByteArray()));
            return Base64.getUrlEncoder().encodeToString(token.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
