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
import dev.signalbox.events.imported.AuditHistoryImported;
import dev.signalbox.events.imported.ImportEvent;
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
import dev.signalbox.events.token.Role;
import dev.signalbox.events.token.TokenEvent;
import dev.signalbox.events.token.TokenHash;
import dev.signalbox.events.token.TokenId;
import dev.signalbox.events.token.TokenIssued;
import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.events.token.TokenLimitsChanged;
import dev.signalbox.events.token.TokenRevoked;
import dev.signalbox.events.token.TokenRotated;
import dev.signalbox.events.token.TokenScope;
import dev.signalbox.events.token.TokenTerms;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events are kept for ever: what is in these files must be readable by every later version. Never change a file; add one. */
class GoldenEventsTest {

    private static final ServerId SERVER = new ServerId(7);
    private static final ApiKeyId KEY = new ApiKeyId(3);
    private static final SecretRef SECRET =
            new SecretRef(UUID.fromString("4dc97ed9-2964-4c5f-92a8-1d4200f2a720"), 2, "6789", "e46ca12ce03902ab");
    private static final ServerDetails SERVER_DETAILS = new ServerDetails(
            "gpu-1",
            ServerType.OPENAI_COMPATIBLE,
            "http://10.0.0.1:8000",
            "llama",
            Set.of(Purpose.RERANKING, Purpose.CHAT),
            Map.of("rack", List.of(1, 2.5, "x")));
    private static final ApiKeyDetails KEY_DETAILS = new ApiKeyDetails("Main", true, Map.of("team", "a"));

    private static final TokenId TOKEN = new TokenId(5);
    private static final TokenHash TOKEN_HASH = new TokenHash("ab".repeat(32), "wXyZ");
    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123456Z");
    private static final TokenTerms TERMS = new TokenTerms(
            new TokenScope(Set.of(Purpose.EMBEDDINGS, Purpose.CHAT), List.of("small-*", "default")),
            new TokenLimits(60L, 100_000L, new BigDecimal("5.0000"), null),
            Map.of("team", "a", "app", "b"),
            TIME);

    private final Serializer serializer = Jackson3Serializer.builder()
            .revisionResolver(new EventRevisions())
            .jsonMapperBuilderCustomizer(new EventSerialization().axonsTokensAndSnapshotsAreReadable())
            .build();

    static Stream<Object> events() {
        Target primary = new Target(new ProviderRef(ProviderType.AI_SERVER, 7), null);
        Target fallback = new Target(new ProviderRef(ProviderType.API_KEY, 3), "gpt-x");
        return Stream.of(
                new ServerRegistered(SERVER, SERVER_DETAILS, SECRET, true),
                new ServerUpdated(SERVER, SERVER_DETAILS),
                new ServerCredentialChanged(SERVER, null),
                new ServerEnabled(SERVER),
                new ServerDisabled(SERVER),
                new ServerRemoved(SERVER),
                new ApiKeyAdded(KEY, "openai", KEY_DETAILS, SECRET, false),
                new ApiKeyUpdated(KEY, KEY_DETAILS),
                new ApiKeyRotated(KEY, SECRET),
                new ApiKeyEnabled(KEY),
                new ApiKeyDisabled(KEY),
                new ApiKeyDeleted(KEY),
                new ActiveProviderSet(Purpose.CHAT, primary, List.of(fallback)),
                new ActiveProviderCleared(Purpose.EMBEDDINGS),
                new TokenIssued(TOKEN, "Indexer", Set.of(Role.INFERENCE, Role.AUDITOR), TERMS, TOKEN_HASH),
                new TokenRotated(TOKEN, TOKEN_HASH, TIME),
                new TokenLimitsChanged(TOKEN, new TokenTerms(TokenScope.ALL, TokenLimits.NONE, Map.of(), null)),
                new TokenRevoked(TOKEN),
                new AuditHistoryImported(
                        "ops-center",
                        2,
                        41,
                        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void whatWasWrittenOnceIsReadAndWrittenAsBefore(Object event) throws IOException {
        String golden = golden(event.getClass());
        var stored = new SimpleSerializedObject<>(
                golden.getBytes(StandardCharsets.UTF_8),
                byte[].class,
                event.getClass().getName(),
                null);

        assertThat((Object) serializer.deserialize(stored)).isEqualTo(event);
        assertThat(new String(serializer.serialize(event, byte[].class).getData(), StandardCharsets.UTF_8))
                .isEqualTo(golden);
    }

    @Test
    void everyEventHasItsFile() {
        var all = Stream.of(
                        ServerEvent.class,
                        ApiKeyEvent.class,
                        ActiveProviderEvent.class,
                        TokenEvent.class,
                        ImportEvent.class)
                .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()));
        assertThat(events().map(Object::getClass)).containsExactlyInAnyOrderElementsOf(all.toList());
    }

    private static String golden(Class<?> event) throws IOException {
        String file = "/golden/" + event.getSimpleName() + ".json";
        try (InputStream in = GoldenEventsTest.class.getResourceAsStream(file)) {
            assertThat(in).as("%s is missing", file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
