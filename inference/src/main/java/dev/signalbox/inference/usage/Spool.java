package dev.signalbox.inference.usage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Batches on the disk, each in a file, on their way to the database. Every batch goes through here: what is in a file
 * survives a crash of the process. A file that has to wait is forced to the disk and survives a power cut as well.
 */
@Component
class Spool {

    private static final Logger log = LoggerFactory.getLogger(Spool.class);
    private static final String ENDING = ".usage2";
    /** Of batches whose rows have no {@code search_units} at their ends yet. */
    private static final String BEFORE = ".usage1";

    private static final String REJECTED = ".rejected";

    private final Path directory;
    private final long limit;
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private long bytes;
    private long number;
    private boolean full;
    private volatile boolean safe;

    record Batch(Path file, long bytes) {}

    Spool(UsageProperties properties) {
        directory = properties.home().resolve("usage-spool");
        limit = properties.usage().spoolLimit().toBytes();
    }

    /** Takes up what an earlier process left behind. */
    synchronized void open() throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".tmp")) {
                    // it was never whole
                    Files.delete(file);
                } else if (file.toString().endsWith(ENDING) || file.toString().endsWith(BEFORE)) {
                    add(new Batch(file, Files.size(file)));
                }
            }
        }
        if (!waiting.isEmpty()) {
            log.info("usage=found batches={} bytes={}", waiting.size(), bytes);
        }
    }

    private void add(Batch batch) {
        waiting.addLast(batch);
        bytes += batch.bytes();
        notifyAll();
    }

    /**
     * @return false when there is no room for it
     * @throws IOException when the disk does not take it
     */
    boolean put(ByteBuffer rows) throws IOException {
        int length = rows.remaining();
        Path file = next(length);
        if (file == null) {
            return false;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (rows.hasRemaining()) {
                channel.write(rows);
            }
            if (safe) {
                channel.force(true);
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        synchronized (this) {
            add(new Batch(file, length));
        }
        return true;
    }

    private synchronized @Nullable Path next(int length) {
        if (bytes + length > limit) {
            if (!full) {
                log.error(
                        "usage=lost cause=\"{} holds {} bytes, which is all that it may"
                                + " (signalbox.usage.spool-limit): records are dropped until the database takes some\"",
                        directory,
                        bytes);
            }
            full = true;
            return null;
        }
        full = false;
        // sorted by name is sorted by time
        return directory.resolve("%013d-%06d".formatted(System.currentTimeMillis(), number++ % 1_000_000) + ENDING);
    }

    /** The oldest batch, waited for; null when none came in time. */
    synchronized @Nullable Batch first(long millis) throws InterruptedException {
        if (waiting.isEmpty()) {
            wait(millis);
        }
        return waiting.peekFirst();
    }

    /** Piece by piece: an array of all of it would outlive the collections of garbage that come meanwhile. */
    InputStream read(Batch batch) throws IOException {
        return batch.file().toString().endsWith(BEFORE)
                ? lengthened(Files.readString(batch.file()))
                : Files.newInputStream(batch.file());
    }

    private static InputStream lengthened(String rows) {
        return new ByteArrayInputStream(rows.replace("\n", "\t\\N\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Batches have to wait longer than a moment: those that are there are forced to the disk, and those that come. */
    void database(boolean away) {
        if (away && !safe) {
            safe = true;
            all().forEach(Spool::secure);
        }
        safe = away;
    }

    private static void secure(Batch batch) {
        try (FileChannel channel = FileChannel.open(batch.file(), StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            log.warn("usage=unsafe file={} cause=\"{}\"", batch.file(), e.toString());
        }
    }

    private synchronized List<Batch> all() {
        return List.copyOf(waiting);
    }

    /** The database has it. */
    void done(Batch batch) throws IOException {
        forget(batch);
        Files.deleteIfExists(batch.file());
    }

    /** The database will never take it: it must not stop the others, and is kept for whoever wants to know why. */
    void reject(Batch batch) throws IOException {
        forget(batch);
        Files.move(batch.file(), batch.file().resolveSibling(batch.file().getFileName() + REJECTED));
    }

    private synchronized void forget(Batch batch) {
        if (waiting.remove(batch)) {
            bytes -= batch.bytes();
        }
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int batches() {
        return waiting.size();
    }
}
