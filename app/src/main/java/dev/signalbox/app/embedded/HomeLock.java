package dev.signalbox.app.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code $SIGNALBOX_HOME/lock}: one process per home. The kernel lets go of it when the process dies in whatever way. */
final class HomeLock implements AutoCloseable {

    // closing any channel of the file drops this process's lock on it, so a second one is never opened here
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;

    private HomeLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /** @throws EmbeddedDatabaseException if another process has it */
    static HomeLock take(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, asFileAttribute(fromString("rwx------")));
        }
        Path home = directory.toRealPath();
        long self = ProcessHandle.current().pid();
        if (!HELD.add(home)) {
            throw running(home, Long.toString(self));
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(
                    home.resolve("lock"), Set.of(CREATE, READ, WRITE), asFileAttribute(fromString("rw-------")));
            if (channel.tryLock() == null) {
                throw running(home, content(channel));
            }
            channel.truncate(0).write(ByteBuffer.wrap((self + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            taken = true;
            return new HomeLock(home, channel);
        } finally {
            if (!taken) {
                HELD.remove(home);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    /** The home's real path. */
    Path home() {
        return home;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // the end of the process frees it as well
        } finally {
            HELD.remove(home);
        }
    }

    private static String content(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(32);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
    }

    private static EmbeddedDatabaseException running(Path home, String pid) {
        return new EmbeddedDatabaseException("Signalbox is already running on " + home + " (process " + pid
                + "). Stop that one first (kill " + pid + "), or set SIGNALBOX_HOME to another directory.");
    }
}
