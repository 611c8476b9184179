package dev.signalbox.app.access;

import com.nimbusds.jose.jwk.JWKSet;
import dev.signalbox.secrets.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The identity provider's public keys on disk, for a start while it is away. The file's time says how old they are. */
record KeysCopy(Path path) {

    private static final Logger LOG = LoggerFactory.getLogger(KeysCopy.class);

    record Stored(JWKSet set, Instant fetched) {}

    Optional<Stored> read() {
        try {
            return Files.exists(path)
                    ? Optional.of(new Stored(
                            JWKSet.parse(Files.readString(path)),
                            Files.getLastModifiedTime(path).toInstant()))
                    : Optional.empty();
        } catch (IOException | ParseException e) {
            LOG.warn("oidc=copy {} can't be read and is ignored: {}", path, e.toString());
            return Optional.empty();
        }
    }

    void write(JWKSet set) {
        try {
            PrivateFile.replace(path, set.toString(true).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("oidc=copy can't be written to {}: {}", path, e.toString());
        }
    }
}
