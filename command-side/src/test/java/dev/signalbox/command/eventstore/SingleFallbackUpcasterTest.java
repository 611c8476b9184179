package dev.signalbox.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.activeprovider.Target;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SingleFallbackUpcasterTest {

    private static final Target PRIMARY = new Target(new ProviderRef(ProviderType.AI_SERVER, 7), null);
    private static final Target FALLBACK = new Target(new ProviderRef(ProviderType.API_KEY, 3), "gpt-x");

    private final Serializer serializer = Jackson3Serializer.builder()
            .revisionResolver(new EventRevisions())
            .jsonMapperBuilderCustomizer(new EventSerialization().axonsTokensAndSnapshotsAreReadable())
            .build();

    @Test
    void oneFallbackBecomesAList() throws IOException {
        assertThat(read("old/ActiveProviderSet-one-fallback.json", null))
                .isEqualTo(new ActiveProviderSet(Purpose.CHAT, PRIMARY, List.of(FALLBACK)));
    }

    @Test
    void noFallbackBecomesAnEmptyList() throws IOException {
        assertThat(read("old/ActiveProviderSet-no-fallback.json", null))
                .isEqualTo(new ActiveProviderSet(Purpose.CHAT, PRIMARY, List.of()));
    }

    @Test
    void aListStaysAsItIsWithAndWithoutARevision() throws IOException {
        var event = new ActiveProviderSet(Purpose.CHAT, PRIMARY, List.of(FALLBACK));
        assertThat(read("ActiveProviderSet.json", null)).isEqualTo(event);
        assertThat(read("ActiveProviderSet.json", EventRevisions.SEVERAL_FALLBACKS))
                .isEqualTo(event);
    }

    @Test
    void todaysEventsAreStoredWithTheirRevision() {
        var event = new ActiveProviderSet(Purpose.CHAT, PRIMARY, List.of());
        assertThat(serializer.serialize(event, byte[].class).getType().getRevision())
                .isEqualTo(EventRevisions.SEVERAL_FALLBACKS);
    }

    private Object read(String file, @Nullable String revision) throws IOException {
        try (InputStream in = SingleFallbackUpcasterTest.class.getResourceAsStream("/golden/" + file)) {
            var stored = new GenericDomainEventEntry<>(
                    "ActiveProvider",
                    "active-chat",
                    0,
                    "an-id",
                    "2026-11-01T00:00:00Z",
                    ActiveProviderSet.class.getName(),
                    revision,
                    Objects.requireNonNull(in).readAllBytes(),
                    "{}".getBytes());
            var data = new TrackedDomainEventData<>(new GlobalSequenceTrackingToken(1), stored);
            try (Stream<TrackedEventMessage<?>> events = EventUtils.upcastAndDeserializeTrackedEvents(
                    Stream.of(data), serializer, new SingleFallbackUpcaster())) {
                return events.toList().getFirst().getPayload();
            }
        }
    }
}
