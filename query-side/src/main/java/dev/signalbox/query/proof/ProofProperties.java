package dev.signalbox.query.proof;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param home where the signing key and the checkpoints outside the database are */
@ConfigurationProperties("signalbox")
record ProofProperties(Path home, @DefaultValue Audit audit) {

    /** @param signingKey 32 bytes, base64: the seed of the Ed25519 key, when it is not to be kept in a file */
    record Audit(
            @DefaultValue("1m") Duration checkpointInterval,
            @Nullable String signingKey) {

        @Override
        public String toString() {
            return "Audit[checkpointInterval=" + checkpointInterval + "]";
        }
    }
}
