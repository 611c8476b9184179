package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.Fixtures.newKey;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.TestNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests of what is refused: whatever they send, there is no event more after each of them. */
abstract class NothingIsWritten {

    final TestNode node = TestNode.shared();
    final Http admin = node.admin();
    /** Those that are there. */
    long server;

    long key;

    private long events;

    @BeforeEach
    void count() {
        server = newServer(admin);
        key = newKey(admin);
        events = node.events();
    }

    @AfterEach
    void nothingIsWritten() {
        assertThat(node.events()).isEqualTo(events);
    }
}
