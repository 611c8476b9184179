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
