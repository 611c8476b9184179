package dev.signalbox.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.junit.jupiter.api.Test;

class CryptoTest {

    private static final HexFormat HEX = HexFormat.of();

    @Test
    void hkdfAgreesWithRfc5869TestCase1() {
        byte[] salt = HEX.parseHex("000102030405060708090a0b0c");
        String info = new String(HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"), StandardCharsets.ISO_8859_1);
        assertThat(Crypto.hkdf(salt, HEX.parseHex("0b".repeat(22)), info))
                .isEqualTo(HEX.parseHex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"));
    }

    @Test
    void hkdfAgreesWithRfc5869TestCase3() {
        assertThat(Crypto.hkdf(new byte[0], HEX.parseHex("0b".repeat(22)), ""))
                .isEqualTo(HEX.parseHex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"));
    }

    @Test
    void anotherProviderOpensWhatIsSealed() throws Exception {
        var key = Crypto.aesKey(SecretFixtures.masterKey(7));
        byte[] sealed = Crypto.encrypt(key, new byte[] {1, 2, 3}, new byte[] {9});
        Cipher jdk = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        jdk.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, sealed, 1, 12));
        jdk.updateAAD(new byte[] {9});
        assertThat(jdk.doFinal(sealed, 13, sealed.length - 13)).containsExactly(1, 2, 3);
    }

    @Test
    void noncesDiffer() {
        var key = Crypto.aesKey(SecretFixtures.masterKey(7));
        assertThat(Crypto.encrypt(key, new byte[5], new byte[0]))
                .isNotEqualTo(Crypto.encrypt(key, new byte[5], new byte[0]));
    }

    @Test
    void everyTruncationIsRefused() {
        var key = Crypto.aesKey(SecretFixtures.masterKey(7));
        byte[] sealed = Crypto.encrypt(key, new byte[] {1, 2, 3}, new byte[0]);
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> Crypto.decrypt(key, cut, new byte[0]))
                    .isInstanceOf(GeneralSecurityException.class);
        }
        assertThatThrownBy(() -> Crypto.decrypt(key, sealed, new byte[1])).isInstanceOf(AEADBadTagException.class);
    }
}
