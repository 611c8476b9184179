package dev.signalbox.app.cli;

import dev.signalbox.app.Http;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import dev.signalbox.testing.PostgresForTests.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A node that nobody has used yet, and who moves an old installation into it. */
abstract class MovingIn {

    final TestDatabase database = PostgresForTests.newDatabase();
    final TestNode node = TestNode.start(database);
    final Http admin = node.admin();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @AfterEach
    void stop() {
        node.close();
    }

    final Mover mover() {
        return new Mover(node, directory);
    }
}
