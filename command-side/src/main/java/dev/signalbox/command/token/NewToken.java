package dev.signalbox.command.token;

import dev.signalbox.events.token.TokenHash;
import dev.signalbox.secrets.Secret;
import dev.signalbox.secrets.TokenHashes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.springframework.http.ResponseEntity;

/** A token that nobody has seen yet: {@code sbx_} and 256 random bits. It leaves once, in the answer that it was made for. */
final class NewToken implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] PREFIX = "sbx_".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MEMBER = "{\"token\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REST = "\",".getBytes(StandardCharsets.US_ASCII);

    private final Secret secret;

    private NewToken(Secret secret) {
        this.secret = secret;
    }

    static NewToken random() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        byte[] text = Base64.getUrlEncoder().withoutPadding().encode(bits);
        byte[] token = Arrays.copyOf(PREFIX, PREFIX.length + text.length);
        System.arraycopy(text, 0, token, PREFIX.length, text.length);
        Arrays.fill(bits, (byte) 0);
        Arrays.fill(text, (byte) 0);
        return new NewToken(Secret.of(token));
    }

    TokenHash hash(TokenHashes hashes) {
        byte[] token = secret.bytes();
        String lastFour = new String(token, token.length - 4, 4, StandardCharsets.US_ASCII);
        return new TokenHash(hashes.of(token), lastFour);
    }

    /**
     * The answer with the token in it. The repetition of an answered request, by its {@code Idempotency-Key}, is without:
     * what is kept for repetitions has no token in it.
     */
    ResponseEntity<byte[]> in(ResponseEntity<byte[]> answer) {
        byte[] body = answer.getBody();
        if (body == null || body.length < 3 || answer.getHeaders().containsHeader("Idempotency-Replayed")) {
            return answer;
        }
        var with = new ByteArrayOutputStream(body.length + 64);
        with.writeBytes(MEMBER);
        with.writeBytes(secret.bytes());
        with.writeBytes(REST);
        with.write(body, 1, body.length - 1);
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .header("Cache-Control", "no-store")
                .body(with.toByteArray());
    }

    @Override
    public void close() {
        secret.close();
    }
}
