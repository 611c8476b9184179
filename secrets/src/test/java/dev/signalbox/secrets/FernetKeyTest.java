package dev.signalbox.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The first token is the specification's own (verify.json); the others were made with Python's cryptography. */
class FernetKeyTest {

    private static final String KEY = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    private static final String TOKEN =
            "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

    private static String open(String token) {
        try (FernetKey key = FernetKey.parse(KEY, "a test")) {
            return key.open(token)
                    .map(secret -> new String(secret.bytes(), StandardCharsets.UTF_8))
                    .orElse("refused");
        }
    }

    @Test
    void opensTheTokenOfTheSpecification() {
        assertThat(open(TOKEN)).isEqualTo("hello");
        assertThat(open(TOKEN + "\n")).isEqualTo("hello");
    }

    @Test
    void anyChangedByteIsRefused() {
        byte[] bytes = Base64.getUrlDecoder().decode(TOKEN);
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThat(open(Base64.getUrlEncoder().encodeToString(changed)))
                    .as("byte " + i)
                    .isEqualTo("refused");
        }
    }

    @Test
    void whatIsShortOrNoTokenIsRefused() {
        byte[] bytes = Base64.getUrlDecoder().decode(TOKEN);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(open(Base64.getUrlEncoder().encodeToString(java.util.Arrays.copyOf(bytes, length))))
                    .isEqualTo("refused");
        }
        assertThat(open("sk-plain-text-key")).isEqualTo("refused");
        assertThat(open("not base64 !")).isEqualTo("refused");
    }

    @Test
    void anotherKeyOpensNothing() {
        try (FernetKey other = FernetKey.parse(Base64.getUrlEncoder().encodeToString(new byte[32]), "a test")) {
            assertThat(other.open(TOKEN)).isEmpty();
        }
    }

    @Test
    void whatIsNoKeySaysWhereItIsFrom() {
        assertThatThrownBy(() -> FernetKey.parse("c2hvcnQ=", "byok.key"))
                .isInstanceOf(InvalidEncryptionKeyException.class)
                .hasMessageContaining("byok.key")
                .hasMessageContaining("5 bytes instead of 32");
    }
}
