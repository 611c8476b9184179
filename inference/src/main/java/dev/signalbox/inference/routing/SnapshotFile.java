package dev.signalbox.inference.routing;

import dev.signalbox.events.routing.RoutingTable;
import dev.signalbox.secrets.SealedSecret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The copy on disk by which a node starts while the database is away. Its secrets are sealed. */
@Component
class SnapshotFile {

    private static final Logger log = LoggerFactory.getLogger(SnapshotFile.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path path;

    record Content(RoutingTable table, List<SealedSecret> secrets) {}

    SnapshotFile(RoutingProperties properties) {
        path = properties.home().resolve("routing-snapshot.json");
    }

    /** Nothing when there is no usable copy. */
    Optional<Content> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(path), Content.class));
        } catch (IOException | JacksonException e) {
            log.warn(
                    "The routing snapshot {} can't be read and is ignored: {}",
                    path,
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /** Whoever reads sees the old copy or the new one, never half of it. A node without a disk still routes. */
    void write(Content content) {
        try {
            Files.createDirectories(path.getParent());
            Path fresh = Files.createTempFile(
                    path.getParent(),
                    ".routing-snapshot",
                    ".tmp",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(JSON.writeValueAsBytes(content)));
                channel.force(true);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("The routing snapshot can't be written to {}: {}", path, e.toString());
        }
    }
}
