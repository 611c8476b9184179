import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A small Ops-Center's database beside Signalbox's own, and its key: {@code java -cp DRIVER OldOpsCenter.java URL USER
 * PASSWORD SCHEMA KEY-FILE}. Its tokens are made by the JDK, not by what reads them.
 */
class OldOpsCenter {

    public static void main(String[] args) throws Exception {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        try (Connection server = DriverManager.getConnection(args[0], args[1], args[2])) {
            server.createStatement().execute("create database ops");
        }
        String url = args[0].replaceFirst("/[^/]*$", "/ops");
        try (Connection ops = DriverManager.getConnection(url, args[1], args[2]);
                var statement = ops.createStatement()) {
            statement.execute(Files.readString(Path.of(args[3])).replace("TEXT", "text").replace("TIME", "created_at"));
            statement.execute("""
                    insert into ai_servers (id, name, server_type, base_url, api_key, use_for_embeddings, metadata)
                    values (3, 'old-gpu', 'vllm', 'http://127.0.0.1:8000/v1/', 'sk-in-the-clear-1111', true, '{"rack": 7}')""");
            statement.execute("insert into llm_api_keys (id, provider, key_name, encrypted_key, requests_count) values (5, 'mistral',"
                    + " 'Old', '" + fernet(key, "sk-old-mistral-2222") + "', 41)");
            statement.execute("insert into active_providers (purpose, provider_type, provider_id) values ('embeddings', 'ai_server', 3)");
            statement.execute("""
                    insert into llm_config_audit (action, entity_type, entity_id, user_id, changes)
                    values ('add_server', 'ai_server', '3', 'alice', '{"name": "old-gpu", "api_key": "sk-in-the-clear-1111"}')""");
        }
        Files.writeString(Path.of(args[4]), "BYOK_ENCRYPTION_KEY=" + Base64.getUrlEncoder().encodeToString(key) + "\n");
        System.out.println(url);
    }

    private static String fernet(byte[] key, String plaintext) throws Exception {
        byte[] iv = new byte[16];
        new SecureRandom().nextBytes(iv);
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, 16, 16, "AES"), new IvParameterSpec(iv));
        var token = new ByteArrayOutputStream();
        token.write(0x80);
        token.writeBytes(ByteBuffer.allocate(8).putLong(1_700_000_000L).array());
        token.writeBytes(iv);
        token.writeBytes(cipher.doFinal(plaintext.getBytes()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, 0, 16, "HmacSHA256"));
        token.writeBytes(mac.doFinal(token.toByteArray()));
        return Base64.getUrlEncoder().encodeToString(token.toByteArray());
    }
}
