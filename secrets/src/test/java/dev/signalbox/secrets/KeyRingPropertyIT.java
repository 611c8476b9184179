package dev.signalbox.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.secret.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.springframework.util.FileSystemUtils;

/** Whatever is done to the ring in whatever order: one key seals, every secret can be read, no key in use is gone. */
class KeyRingPropertyIT {

    enum Operation {
        ADD,
        PROMOTE,
        RETIRE,
        STORE,
        REWRAP
    }

    @Property(tries = 5)
    void anyOrderOfOperationsKeepsEverySecretReadable(
            @ForAll @Size(min = 20, max = 40) List<Operation> operations,
            @ForAll @Size(40) List<@IntRange(max = 1000) Integer> keys)
            throws IOException {
        var directory = Files.createTempDirectory("ring");
        try {
            RingNodes nodes = new RingNodes(directory);
            nodes.node("one", SecretFixtures.byok(1), app -> {
                List<SecretRef> refs = new ArrayList<>(app.store(3));
                for (int i = 0; i < operations.size(); i++) {
                    apply(operations.get(i), keys.get(i), app, refs);
                    assertThat(app.keys().stream().filter(KeyRing.KeyStatus::primary))
                            .hasSize(1);
                    assertThat(app.vault.unopenable()).isEmpty();
                }
                app.readable(refs);
            });
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private static void apply(Operation operation, int key, RingNodes.App app, List<SecretRef> refs) {
        String any = app.keys().get(key % app.keys().size()).id();
        try {
            switch (operation) {
                case ADD -> app.ring.add();
                case PROMOTE -> app.ring.promote(any);
                case RETIRE -> app.ring.retire(any);
                case STORE -> refs.add(app.store("secret-" + refs.size()));
                case REWRAP -> {
                    app.begin();
                    app.rewrap.runAll();
                }
            }
        } catch (KeyRingException e) {
            assertThat(e.code()).isIn("key-is-primary", "key-in-use", "unknown-key");
        }
    }
}
