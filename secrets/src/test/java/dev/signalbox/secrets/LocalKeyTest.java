package dev.signalbox.secrets;

import static dev.signalbox.secrets.SecretFixtures.byok;
import static dev.signalbox.secrets.SecretFixtures.key;
import static dev.signalbox.secrets.SecretFixtures.masterKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalKeyTest {

    @Test
    void derivationNeverChanges() {
        assertThat(key(1).id()).isEqualTo("880565b5");
        // fingerprints in old events were made with it
        assertThat(HexFormat.of().formatHex(Crypto.hmac(key(1).fingerprintKey(), new byte[] {1, 2, 3}), 0, 8))
                .isEqualTo("0418202c6e758d14");
    }

    @Test
    void keysHaveIdsAndFingerprintsOfTheirOwn() {
        assertThat(key(1).id()).isNotEqualTo(key(2).id());
        assertThat(key(1).fingerprintKey()).isNotEqualTo(key(2).fingerprintKey());
    }

    @Test
    void theMasterKeyIsZeroed() {
        byte[] master = masterKey(1);
        LocalKey.derive(master);
        assertThat(master).containsOnly(0);
    }

    @Test
    void paddingAndSurroundingSpaceDontMatter() {
        assertThat(MasterKey.parse(" " + byok(1).replace("=", "") + "\n", "test"))
                .isEqualTo(masterKey(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "AQEBAQEBAQEBAQEBAQEBAQ==",
                "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ==",
                "not base64 at all, though it is long enough!",
                "++++++++++++++++++++++++++++++++++++++++++8=",
            })
    void aBadKeyIsRefusedAndNotPrinted(String text) {
        assertThatThrownBy(() -> MasterKey.parse(text, "BYOK_ENCRYPTION_KEY"))
                .isInstanceOf(InvalidEncryptionKeyException.class)
                .hasMessageContaining("BYOK_ENCRYPTION_KEY")
                .hasMessageContaining("32 bytes")
                .hasMessageNotContaining(text);
    }
}
