package dev.signalbox.secrets;

import static dev.signalbox.secrets.SecretFixtures.PLAINTEXT;
import static dev.signalbox.secrets.SecretFixtures.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void isZeroedOnClose() {
        byte[] bytes = {1, 2, 3};
        Secret.of(bytes).close();
        assertThat(bytes).containsOnly(0);
    }

    @Test
    void givesItsBytes() {
        byte[] bytes = {1, 2, 3};
        assertThat(Secret.of(bytes).bytes()).isSameAs(bytes);
    }

    @Test
    void givesNothingOnceClosed() {
        Secret secret = secret(PLAINTEXT);
        secret.close();
        secret.close();
        assertThatThrownBy(secret::bytes).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void isNeverPrinted() {
        assertThat(secret(PLAINTEXT)).hasToString("Secret");
    }

    @Test
    void isNotSerialisedByJava() throws Exception {
        try (var out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(secret(PLAINTEXT))).isInstanceOf(NotSerializableException.class);
        }
    }

    @Test
    void equalsNothingButItself() {
        assertThat(secret(PLAINTEXT)).isNotEqualTo(secret(PLAINTEXT));
    }
}
