package dev.signalbox.secrets;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code $SIGNALBOX_HOME/encryption-key}: the ring file, for its owner only. A line for each key; what begins with # is a
 * comment. The first key seals in a new database; later the database says which one does.
 */
final class KeyFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = fromString("rw-------");

    private final Path path;
    private volatile @Nullable FileTime readAt;

    KeyFile(Path home) {
        this.path = home.resolve("encryption-key").toAbsolutePath();
    }

    Path path() {
        return path;
    }

    /** Whether it was written since it was read. */
    boolean changed() {
        return !Objects.equals(readAt, modified());
    }

    private @Nullable FileTime modified() {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return null;
        }
    }

    /** Master keys in the file's order; none when there is no such file. */
    List<byte[]> read() {
        FileTime before = modified();
        try {
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
                throw new InvalidEncryptionKeyException("The encryption key file " + path
                        + " can be read by others than its owner. If nobody has read it: chmod 600 " + path);
            }
            List<byte[]> keys = keys(Files.readAllLines(path));
            if (keys.isEmpty()) {
                MasterKey.parse("", path.toString());
            }
            readAt = before;
            return keys;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new InvalidEncryptionKeyException(
                    "The encryption key file " + path + " can't be read: " + e + ". Check its owner and permissions.");
        }
    }

    private List<byte[]> keys(List<String> lines) {
        List<byte[]> keys = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            String text = lines.get(line).strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                keys.add(MasterKey.parse(text, path + " line " + (line + 1)));
            }
        }
        return keys;
    }

    /** The first key, unless another process was faster: then that one's. */
    void create() {
        write(temporary -> link(temporary), List.of(Crypto.random(Crypto.KEY_BYTES)));
    }

    /** A new key behind the others; gives it back. */
    synchronized byte[] add() {
        byte[] key = Crypto.random(Crypto.KEY_BYTES);
        List<byte[]> keys = new ArrayList<>(read());
        keys.add(key);
        write(this::replace, keys);
        return key;
    }

    /** Whether one was there. */
    synchronized boolean remove(Predicate<byte[]> unwanted) {
        List<byte[]> keys = read();
        List<byte[]> kept =
                keys.stream().filter(key -> !unwanted.test(key.clone())).toList();
        if (kept.size() == keys.size()) {
            return false;
        }
        if (kept.isEmpty()) {
            delete();
        } else {
            write(this::replace, kept);
        }
        return true;
    }

    private interface Placing {
        void place(Path temporary) throws IOException;
    }

    private void write(Placing placing, List<byte[]> keys) {
        Path temporary = path.resolveSibling("encryption-key." + UUID.randomUUID());
        try {
            Files.createDirectories(path.resolveSibling(""), asFileAttribute(fromString("rwx------")));
            try (FileChannel channel =
                    FileChannel.open(temporary, Set.of(CREATE_NEW, WRITE), asFileAttribute(OWNER_ONLY))) {
                for (byte[] key : keys) {
                    channel.write(ByteBuffer.wrap(MasterKey.format(key)));
                    channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
                }
                channel.force(true);
            }
            placing.place(temporary);
        } catch (IOException | UnsupportedOperationException e) {
            throw new InvalidEncryptionKeyException("The encryption key file " + path + " can't be written: " + e
                    + ". Make the directory writable, or set BYOK_ENCRYPTION_KEY.");
        }
    }

    private void replace(Path temporary) throws IOException {
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(path.resolveSibling(""))) {
            directory.force(true);
        }
    }

    /** A link never replaces an existing file, which a rename would do. */
    private void link(Path temporary) throws IOException {
        try {
            Files.createLink(path, temporary);
        } catch (FileAlreadyExistsException e) {
            // another process was faster: its key is as good as ours
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void delete() {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new InvalidEncryptionKeyException("The encryption key file " + path + " can't be deleted: " + e);
        }
    }
}
