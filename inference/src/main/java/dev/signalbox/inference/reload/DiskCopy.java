package dev.signalbox.inference.reload;

import dev.signalbox.secrets.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A copy on disk by which a node starts while the database is away. A node without a disk goes on without. */
public class DiskCopy<T> {

    private static final Logger log = LoggerFactory.getLogger(DiskCopy.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path path;
    private final Class<T> type;

    protected DiskCopy(Path path, Class<T> type) {
        this.path = path.toAbsolutePath();
        this.type = type;
    }

    /** Nothing when there is no usable copy. */
    public Optional<T> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(path), type));
        } catch (IOException | JacksonException e) {
            log.warn("{} can't be read and is ignored: {}", path, e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    public void write(T content) {
        try {
            PrivateFile.replace(path, JSON.writeValueAsBytes(content));
        } catch (IOException e) {
            log.warn("{} can't be written: {}", path, e.toString());
        }
    }
}
