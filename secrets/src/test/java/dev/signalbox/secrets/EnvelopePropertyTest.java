package dev.signalbox.secrets;

import static dev.signalbox.secrets.SecretFixtures.envelope;
import static dev.signalbox.secrets.SecretFixtures.key;
import static dev.signalbox.secrets.SecretFixtures.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

class EnvelopePropertyTest {

    @Property
    void opensWhatItSealed(
            @ForAll byte[] plaintext,
            @ForAll long high,
            @ForAll long low,
            @ForAll @IntRange(min = 1) int version,
            @ForAll String purpose,
            @ForAll @Size(max = 4) List<String> origins) {
        SealedSecret sealed =
                envelope(1).seal(new UUID(high, low), version, purpose, origins, Secret.of(plaintext.clone()));
        try (Secret opened = envelope(1).open(sealed)) {
            assertThat(opened.bytes()).isEqualTo(plaintext);
        }
    }

    @Property
    void anyChangedByteIsRefused(
            @ForAll @NotEmpty byte[] plaintext,
            @ForAll @IntRange(min = 0, max = 100_000) int at,
            @ForAll @IntRange(min = 1, max = 255) int change,
            @ForAll boolean inWrap) {
        SealedSecret sealed = envelope(1).seal(new UUID(1, 1), 1, "p", List.of(), Secret.of(plaintext.clone()));
        byte[] changed = inWrap ? sealed.wrappedKey() : sealed.ciphertext();
        changed[at % changed.length] ^= (byte) change;
        assertThatThrownBy(() -> envelope(1).open(sealed)).isInstanceOf(SecretUnavailableException.class);
    }

    @Property
    void anyCutIsRefused(@ForAll byte[] plaintext, @ForAll @IntRange(min = 0, max = 100_000) int length) {
        SealedSecret sealed = envelope(1).seal(new UUID(1, 1), 1, "p", List.of(), Secret.of(plaintext.clone()));
        byte[] cut = java.util.Arrays.copyOf(sealed.ciphertext(), length % sealed.ciphertext().length);
        assertThatThrownBy(() -> envelope(1)
                        .open(new SealedSecret(
                                sealed.id(), 1, "p", List.of(), sealed.keyId(), sealed.wrappedKey(), cut)))
                .isInstanceOf(SecretUnavailableException.class);
    }

    @Property(tries = 200)
    void anyChainOfRewrapsKeepsThePlaintext(
            @ForAll byte[] plaintext, @ForAll @Size(max = 8) List<@IntRange(min = 1, max = 5) Integer> chain) {
        SealedSecret sealed = envelope(1).seal(new UUID(1, 1), 1, "p", List.of(), Secret.of(plaintext.clone()));
        byte[] ciphertext = sealed.ciphertext().clone();
        int holder = 1;
        for (int next : chain) {
            sealed = new Envelope(keys(key(next), key(holder))).rewrap(sealed);
            holder = next;
        }
        assertThat(sealed.keyId()).isEqualTo(key(holder).id());
        assertThat(sealed.ciphertext()).isEqualTo(ciphertext);
        try (Secret opened = new Envelope(keys(key(holder))).open(sealed)) {
            assertThat(opened.bytes()).isEqualTo(plaintext);
        }
    }
}
