package dev.signalbox.app.access;

import dev.signalbox.events.token.TokenTable;
import dev.signalbox.secrets.TokenHashes.WrappedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The copy on disk by which a node that starts while the database is away knows its callers: hashes, and their key wrapped. */
@Component
class TokenCopy {

    private static final Logger LOG = LoggerFactory.getLogger(TokenCopy.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path path;

    record Content(TokenTable table, WrappedKey key) {}

    TokenCopy(AccessProperties properties) {
        path = properties.home().resolve("token-snapshot.json").toAbsolutePath();
    }

    /** Nothing when there is no usable copy. */
    Optional<Content> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(path), Content.class));
        } catch (IOException | JacksonException e) {
            LOG.warn(
                    "The copy of the tokens {} can't be read and is ignored: {}",
                    path,
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    void write(Content content) {
        try {
            Files.createDirectories(path.getParent());
            Path fresh = Files.createTempFile(
                    path.getParent(),
                    ".token-snapshot",
                    ".tmp",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, JSON.writeValueAsBytes(content));
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("The copy of the tokens can't be written to {}: {}", path, e.toString());
        }
    }
}
