package dev.signalbox.inference.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.secrets.SealedSecret;
import dev.signalbox.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OpenedSecretsTest {

    private static final UUID ID = new UUID(1, 1);
    private static final String HERE = "http://here";
    private final AtomicLong nanos = new AtomicLong();
    private final OpenedSecrets opened = new OpenedSecrets(Duration.ofSeconds(60), nanos::get);
    private final List<String> asked = new ArrayList<>();

    @Test
    void isOpenedOnceForAMinute() {
        assertThat(text(opened.open(ID, 1, HERE, this::vault))).isEqualTo("plain");
        assertThat(text(opened.open(ID, 1, HERE, this::vault))).isEqualTo("plain");
        assertThat(asked).hasSize(1);
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(opened.find(ID, 1, HERE)).isNull();
        assertThat(text(opened.open(ID, 1, HERE, this::vault))).isEqualTo("plain");
        assertThat(asked).hasSize(2);
    }

    @Test
    void anotherVersionAndAnotherHostAreOpenedForThemselves() {
        opened.open(ID, 1, HERE, this::vault).close();
        opened.open(ID, 2, HERE, this::vault).close();
        opened.open(ID, 1, "http://there", this::vault).close();
        assertThat(asked).hasSize(3);
    }

    @Test
    void whatIsNotRoutedToAnyMoreIsForgottenAtOnce() {
        opened.open(ID, 1, HERE, this::vault).close();
        opened.open(ID, 2, HERE, this::vault).close();
        opened.keepOnly(List.of(new SealedSecret(ID, 2, "server", List.of(HERE), "k", new byte[0], new byte[0])));
        assertThat(opened.find(ID, 1, HERE)).isNull();
        assertThat(text(opened.open(ID, 2, HERE, this::vault))).isEqualTo("plain");
        assertThat(asked).hasSize(2);
    }

    @Test
    void whoeverClosesHisCopyTakesNothingFromOthers() {
        opened.open(ID, 1, HERE, this::vault).close();
        Secret mine = opened.open(ID, 1, HERE, this::vault);
        opened.open(ID, 1, HERE, this::vault).close();
        assertThat(text(mine)).isEqualTo("plain");
    }

    @Test
    void aFailureIsNotKept() {
        try {
            opened.open(ID, 1, HERE, () -> {
                throw new IllegalStateException("sealed");
            });
        } catch (IllegalStateException e) {
            asked.add("failed");
        }
        assertThat(text(opened.open(ID, 1, HERE, this::vault))).isEqualTo("plain");
        assertThat(asked).containsExactly("failed", "asked");
    }

    private Secret vault() {
        asked.add("asked");
        return Secret.of("plain".getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Secret secret) {
        try (secret) {
            return new String(secret.bytes(), StandardCharsets.UTF_8);
        }
    }
}
