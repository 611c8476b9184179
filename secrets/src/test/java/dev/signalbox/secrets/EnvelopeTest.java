package dev.signalbox.secrets;

import static dev.signalbox.secrets.SecretFixtures.ID;
import static dev.signalbox.secrets.SecretFixtures.PLAINTEXT;
import static dev.signalbox.secrets.SecretFixtures.envelope;
import static dev.signalbox.secrets.SecretFixtures.key;
import static dev.signalbox.secrets.SecretFixtures.sealed;
import static dev.signalbox.secrets.SecretFixtures.secret;
import static dev.signalbox.secrets.SecretFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

    private final SealedSecret sealed = sealed();

    @Test
    void opensWhatItSealed() {
        assertThat(text(envelope(1).open(sealed))).isEqualTo(PLAINTEXT);
    }

    /** Made by another implementation of the format (Python's cryptography): stored secrets stay readable for ever. */
    @Test
    void opensTheTestVector() {
        byte[] wrappedKey = HexFormat.of()
                .parseHex("01000102030405060708090a0b231a2d6ba06db4d79ea9cb994aa3ce52098d38d5ca717c1a6106f8"
                        + "52d6c84c973e046bc142f73de251c4409d389ff0dc");
        byte[] ciphertext = HexFormat.of()
                .parseHex("016465666768696a6b6c6d6e6f3b70f305188737ec474f6fd9e8565ec874f53e33a63bab2bfde794"
                        + "a5d6a31c9c7ea55b9f684247542b");
        SealedSecret vector = copy(ID, 1, "api-key", sealed.origins(), "880565b5", wrappedKey, ciphertext);
        assertThat(text(envelope(1).open(vector))).isEqualTo(PLAINTEXT);
    }

    @Test
    void opensAnEmptySecret() {
        assertThat(text(envelope(1).open(envelope(1).seal(ID, 1, "", List.of(), secret("")))))
                .isEmpty();
    }

    @Test
    void showsNothingOfThePlaintext() {
        assertThat(new String(sealed.ciphertext(), StandardCharsets.ISO_8859_1)).doesNotContain("canary");
    }

    @Test
    void everyVersionHasADataKeyOfItsOwn() {
        assertThat(sealed().ciphertext()).isNotEqualTo(sealed.ciphertext());
        refused(copy(ID, 1, "api-key", sealed.origins(), sealed.keyId(), sealed().wrappedKey(), sealed.ciphertext()));
    }

    @Test
    void everyFlippedBitOfTheCiphertextIsRefused() {
        for (byte[] changed : flips(sealed.ciphertext())) {
            refused(copy(ID, 1, "api-key", sealed.origins(), sealed.keyId(), sealed.wrappedKey(), changed));
        }
    }

    @Test
    void everyFlippedBitOfTheWrappedKeyIsRefused() {
        for (byte[] changed : flips(sealed.wrappedKey())) {
            refused(copy(ID, 1, "api-key", sealed.origins(), sealed.keyId(), changed, sealed.ciphertext()));
        }
    }

    @Test
    void everyFlippedBitOfTheIdAndTheVersionIsRefused() {
        for (int bit = 0; bit < 64; bit++) {
            long mask = 1L << bit;
            refused(sealedAs(new UUID(ID.getMostSignificantBits() ^ mask, ID.getLeastSignificantBits()), 1));
            refused(sealedAs(new UUID(ID.getMostSignificantBits(), ID.getLeastSignificantBits() ^ mask), 1));
        }
        for (int bit = 0; bit < 32; bit++) {
            refused(sealedAs(ID, 1 ^ (1 << bit)));
        }
    }

    @Test
    void everyFlippedBitOfThePurposeTheOriginsAndTheKeyIdIsRefused() {
        for (String purpose : flips(sealed.purpose())) {
            refused(copy(ID, 1, purpose, sealed.origins(), sealed.keyId(), sealed.wrappedKey(), sealed.ciphertext()));
        }
        for (int i = 0; i < sealed.origins().size(); i++) {
            for (String origin : flips(sealed.origins().get(i))) {
                List<String> origins = new ArrayList<>(sealed.origins());
                origins.set(i, origin);
                refused(copy(ID, 1, "api-key", origins, sealed.keyId(), sealed.wrappedKey(), sealed.ciphertext()));
            }
        }
        for (String keyId : flips(sealed.keyId())) {
            refused(copy(ID, 1, "api-key", sealed.origins(), keyId, sealed.wrappedKey(), sealed.ciphertext()));
        }
    }

    @Test
    void anotherOrderAnotherSplitAndAnotherNumberOfOriginsAreRefused() {
        String first = sealed.origins().get(0);
        String second = sealed.origins().get(1);
        for (List<String> origins : List.of(
                List.of(second, first),
                List.of(first + second),
                List.of(first),
                List.<String>of(),
                List.of(first, second, "http://evil.example"))) {
            refused(copy(ID, 1, "api-key", origins, sealed.keyId(), sealed.wrappedKey(), sealed.ciphertext()));
        }
    }

    @Test
    void rowsCantBeSwapped() {
        SealedSecret other = envelope(1).seal(ID, 2, "api-key", sealed.origins(), secret("another-secret"));
        refused(copy(ID, 2, "api-key", sealed.origins(), sealed.keyId(), sealed.wrappedKey(), sealed.ciphertext()));
        refused(copy(ID, 1, "api-key", sealed.origins(), sealed.keyId(), other.wrappedKey(), other.ciphertext()));
        refused(copy(ID, 1, "api-key", sealed.origins(), sealed.keyId(), other.wrappedKey(), sealed.ciphertext()));
    }

    @Test
    void anotherKeyIsRefusedAndTheNeededOneNamed() {
        assertThatThrownBy(() -> envelope(2).open(sealed))
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageContaining(key(1).id());
        refused(2, copy(ID, 1, "api-key", sealed.origins(), key(2).id(), sealed.wrappedKey(), sealed.ciphertext()));
    }

    @Test
    void withoutAnyKeyNothingIsSealed() {
        assertThatThrownBy(() -> new Envelope(SecretFixtures.keys()).seal(ID, 1, "p", List.of(), secret(PLAINTEXT)))
                .isInstanceOf(SecretUnavailableException.class);
    }

    private SealedSecret sealedAs(UUID id, int version) {
        return copy(id, version, "api-key", sealed.origins(), sealed.keyId(), sealed.wrappedKey(), sealed.ciphertext());
    }

    private static SealedSecret copy(
            UUID id, int version, String purpose, List<String> origins, String keyId, byte[] wrapped, byte[] text) {
        return new SealedSecret(id, version, purpose, origins, keyId, wrapped, text);
    }

    private static void refused(SealedSecret changed) {
        refused(1, changed);
    }

    private static void refused(int key, SealedSecret changed) {
        assertThatThrownBy(() -> envelope(key).open(changed)).isInstanceOf(SecretUnavailableException.class);
    }

    private static List<byte[]> flips(byte[] bytes) {
        List<byte[]> flips = new ArrayList<>();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            flips.add(changed);
        }
        return flips;
    }

    private static List<String> flips(String text) {
        return flips(text.getBytes(StandardCharsets.ISO_8859_1)).stream()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .toList();
    }
}
