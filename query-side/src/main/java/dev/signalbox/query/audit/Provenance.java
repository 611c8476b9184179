package dev.signalbox.query.audit;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.signalbox.events.signal.MetadataKeys;
import jakarta.persistence.Embeddable;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/** What a change comes from, when that is no single request: a configuration file, or another product's row. */
@Embeddable
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
@NullUnmarked
class Provenance {

    private String configDigest;
    private String configCommit;
    private String importedFrom;

    protected Provenance() {}

    Provenance(Map<String, ?> metadata) {
        configDigest = Texts.cut(metadata.get(MetadataKeys.CONFIG_DIGEST));
        configCommit = Texts.cut(metadata.get(MetadataKeys.CONFIG_COMMIT));
        importedFrom = Texts.cut(metadata.get(MetadataKeys.IMPORTED_FROM));
    }

    String configDigest() {
        return configDigest;
    }

    String configCommit() {
        return configCommit;
    }

    String importedFrom() {
        return importedFrom;
    }
}
