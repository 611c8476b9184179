package dev.signalbox.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderCleared;
import dev.signalbox.events.activeprovider.ActiveProviderEvent;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.activeprovider.Target;
import dev.signalbox.events.apikey.ApiKeyAdded;
import dev.signalbox.events.apikey.ApiKeyDeleted;
import dev.signalbox.events.apikey.ApiKeyDetails;
import dev.signalbox.events.apikey.ApiKeyDisabled;
import dev.signalbox.events.apikey.ApiKeyEnabled;
import dev.signalbox.events.apikey.ApiKeyEvent;
import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.apikey.ApiKeyRotated;
import dev.signalbox.events.apikey.ApiKeyUpdated;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerCredentialChanged;
import dev.signalbox.events.server.ServerDetails;
import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerEnabled;
import dev.signalbox.events.server.ServerEvent;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerRegistered;
import dev.signalbox.events.server.ServerRemoved;
import dev.signalbox.events.server.ServerType;
import dev.signalbox.events.server.ServerUpdated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What was once written stays readable: a golden file is never changed, only added. */
class GoldenEventsTest {

    private static final ServerId SERVER = new ServerId(7);
    private static final ApiKeyId KEY = new ApiKeyId(8);
    private static final SecretRef SECRET =
            new SecretRef(UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057"), 2, "WXYZ", "0123456789abcdef");
    private static final ServerDetails SERVER_DETAILS = new ServerDetails(
            "gpu-1",
            ServerType.OPENAI_COMPATIBLE,
            "http://10.0.0.1:8000",
            "meta/llama",
            Set.of(Purpose.CHAT, Purpose.EMBEDDINGS),
            Map.of("rack", 7));
    private static final ApiKeyDetails KEY_DETAILS = new ApiKeyDetails("team-a", true, Map.of("owner", "ops"));

    private final JsonMapper json = new JsonMapper();
    private final Jackson3Serializer serializer = Jackson3Serializer.builder()
            .jsonMapperBuilderCustomizer(new EventStoreConfiguration().axonsTokensAndSnapshotsAreReadable())
            .build();

    static List<Object> events() {
        var primary = new Target(new ProviderRef(ProviderType.AI_SERVER, 7), null);
        var fallback = new Target(new ProviderRef(ProviderType.API_KEY, 8), "gpt-x");
        return List.of(
                new ServerRegistered(SERVER, SERVER_DETAILS, SECRET, true),
                new ServerUpdated(SERVER, SERVER_DETAILS),
                new ServerCredentialChanged(SERVER, null),
                new ServerEnabled(SERVER),
                new ServerDisabled(SERVER),
                new ServerRemoved(SERVER),
                new ApiKeyAdded(KEY, "openai", KEY_DETAILS, SECRET, true),
                new ApiKeyUpdated(KEY, KEY_DETAILS),
                new ApiKeyRotated(KEY, SECRET),
                new ApiKeyEnabled(KEY),
                new ApiKeyDisabled(KEY),
                new ApiKeyDeleted(KEY),
                new ActiveProviderSet(Purpose.CHAT, primary, List.of(fallback)),
                new ActiveProviderCleared(Purpose.RERANKING));
    }

    @ParameterizedTest
    @MethodSource("events")
    void isReadAsItWasWritten(Object event) throws IOException {
        var stored = new SimpleSerializedObject<>(
                golden(event.getClass()), String.class, serializer.typeForClass(event.getClass()));
        assertThat(serializer.<String, Object>deserialize(stored)).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void isWrittenAsItWas(Object event) throws IOException {
        String written = serializer.serialize(event, String.class).getData();
        assertThat(json.readTree(written)).isEqualTo(json.readTree(golden(event.getClass())));
    }

    @Test
    void everyEventIsHere() {
        List<Class<?>> all = Stream.of(ServerEvent.class, ApiKeyEvent.class, ActiveProviderEvent.class)
                .flatMap(stream -> Stream.<Class<?>>of(stream.getPermittedSubclasses()))
                .toList();
        List<Class<?>> here = new ArrayList<>();
        events().forEach(event -> here.add(event.getClass()));
        assertThat(here).containsExactlyInAnyOrderElementsOf(all);
    }

    private static String golden(Class<?> event) throws IOException {
        try (var file = GoldenEventsTest.class.getResourceAsStream("/golden/" + event.getSimpleName() + ".json")) {
            assertThat(file).as("golden/%s.json", event.getSimpleName()).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
