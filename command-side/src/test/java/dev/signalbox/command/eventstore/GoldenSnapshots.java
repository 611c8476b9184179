package dev.signalbox.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/**
 * A snapshot is read by later versions only if it has their revision. Who changes an aggregate's fields raises the revision, or
 * snapshots of before would be read with the new field empty; then the file of the new revision is added here.
 */
public final class GoldenSnapshots {

    private static final Serializer SERIALIZER = Jackson3Serializer.builder()
            .revisionResolver(new EventRevisions())
            .jsonMapperBuilderCustomizer(new EventSerialization().axonsTokensAndSnapshotsAreReadable())
            .build();

    private GoldenSnapshots() {}

    /** Fails when the aggregate is not written as its revision says, or loses something on the way back. */
    public static void check(Object aggregate) {
        var written = SERIALIZER.serialize(aggregate, byte[].class);
        String json = new String(written.getData(), StandardCharsets.UTF_8);
        String file =
                aggregate.getClass().getSimpleName() + "." + written.getType().getRevision() + ".json";
        assertThat(json).as(file).isEqualTo(golden(file));
        Object read = SERIALIZER.deserialize(
                new SimpleSerializedObject<>(written.getData(), byte[].class, written.getType()));
        assertThat(read).usingRecursiveComparison().isEqualTo(aggregate);
    }

    private static String golden(String file) {
        try (InputStream in = GoldenSnapshots.class.getResourceAsStream("/golden/snapshots/" + file)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
