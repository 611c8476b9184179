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
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** {@code $SIGNALBOX_HOME/encryption-key}: one line of text, for its owner only. */
final class KeyFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = fromString("rw-------");

    private final Path path;

    KeyFile(Path home) {
        this.path = home.resolve("encryption-key").toAbsolutePath();
    }

    Path path() {
        return path;
    }

    /** Empty when there is no such file. */
    Optional<byte[]> read() {
        try {
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
                throw new InvalidEncryptionKeyException("The encryption key file " + path
                        + " can be read by others than its owner. If nobody has read it: chmod 600 " + path);
            }
            return Optional.of(MasterKey.parse(Files.readString(path), path.toString()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new InvalidEncryptionKeyException(
                    "The encryption key file " + path + " can't be read: " + e + ". Check its owner and permissions.");
        }
    }

    /** A new key, unless another process was faster: then that one's. */
    byte[] generate() {
        Path temporary = path.resolveSibling("encryption-key." + UUID.randomUUID());
        try {
            Files.createDirectories(path.resolveSibling(""), asFileAttribute(fromString("rwx------")));
            write(temporary);
            link(temporary);
        } catch (IOException | UnsupportedOperationException e) {
            throw new InvalidEncryptionKeyException("The encryption key file " + path + " can't be written: " + e
                    + ". Make the directory writable, or set BYOK_ENCRYPTION_KEY.");
        }
        return read().orElseThrow();
    }

    private static void write(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(CREATE_NEW, WRITE), asFileAttribute(OWNER_ONLY))) {
            channel.write(ByteBuffer.wrap(MasterKey.format(Crypto.random(Crypto.KEY_BYTES))));
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
            channel.force(true);
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
}
