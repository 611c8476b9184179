package dev.signalbox.query.proof;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code $SIGNALBOX_HOME/audit-signing-key}, made at the first start with mode 0600, unless the key is given. */
@Component
class KeyFile {

    private final Path file;
    private final Path next;
    private final boolean given;
    private SigningKey key;

    KeyFile(ProofProperties properties) throws IOException {
        this.file = properties.home().resolve("audit-signing-key");
        this.next = properties.home().resolve("audit-signing-key.next");
        String setting = properties.audit().signingKey();
        this.given = setting != null && !setting.isBlank();
        this.key = setting != null && given ? parse(setting, "SIGNALBOX_AUDIT_SIGNING_KEY") : readOrMake();
    }

    synchronized SigningKey key() {
        return key;
    }

    boolean isGiven() {
        return given;
    }

    /** The key that a rotation, cut off, was about to put in place. */
    @Nullable
    SigningKey unfinished() throws IOException {
        return Files.exists(next) ? parse(Files.readString(next), next.toString()) : null;
    }

    SigningKey prepareNext() throws IOException {
        Files.deleteIfExists(next);
        return write(next);
    }

    synchronized void promoteNext(SigningKey promoted) throws IOException {
        Files.move(next, file, ATOMIC_MOVE);
        key = promoted;
    }

    void dropNext() throws IOException {
        Files.deleteIfExists(next);
    }

    private SigningKey readOrMake() throws IOException {
        if (Files.exists(file)) {
            return parse(Files.readString(file), file.toString());
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        SigningKey made = prepareNext();
        Files.move(next, file, ATOMIC_MOVE);
        return made;
    }

    private static SigningKey write(Path to) throws IOException {
        byte[] seed = SigningKey.newSeed();
        byte[] text = (Base64.getEncoder().encodeToString(seed) + "\n").getBytes(StandardCharsets.US_ASCII);
        try (FileChannel channel = FileChannel.open(
                to,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                asFileAttribute(fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(text));
            channel.force(true);
        }
        return new SigningKey(seed);
    }

    private static SigningKey parse(String text, String where) {
        try {
            byte[] seed = Base64.getDecoder().decode(text.strip());
            if (seed.length == 32) {
                return new SigningKey(seed);
            }
        } catch (IllegalArgumentException e) {
            // said below, without the text
        }
        throw new IllegalStateException("The audit signing key in " + where + " is not 32 bytes in base64.");
    }
}
