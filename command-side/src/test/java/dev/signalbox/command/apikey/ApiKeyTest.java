package dev.signalbox.command.apikey;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import dev.signalbox.command.apikey.ApiKeyCommand.AddApiKey;
import dev.signalbox.command.apikey.ApiKeyCommand.DeleteApiKey;
import dev.signalbox.command.apikey.ApiKeyCommand.RotateApiKey;
import dev.signalbox.command.apikey.ApiKeyCommand.UpdateApiKey;
import dev.signalbox.command.eventstore.GoldenSnapshots;
import dev.signalbox.command.provider.ProviderRegister;
import dev.signalbox.command.write.Patch;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.apikey.ApiKeyAdded;
import dev.signalbox.events.apikey.ApiKeyDeleted;
import dev.signalbox.events.apikey.ApiKeyDetails;
import dev.signalbox.events.apikey.ApiKeyDisabled;
import dev.signalbox.events.apikey.ApiKeyEnabled;
import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.apikey.ApiKeyRotated;
import dev.signalbox.events.apikey.ApiKeyUpdated;
import dev.signalbox.events.secret.SecretRef;
import java.util.Map;
import java.util.UUID;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

    private static final ApiKeyId ID = new ApiKeyId(1);
    private static final SecretRef SECRET = new SecretRef(new UUID(0, 1), 1, "WXYZ", "f");
    private static final ApiKeyDetails DETAILS = new ApiKeyDetails("n", false, Map.of("a", 1));
    private static final ApiKeyAdded ADDED = new ApiKeyAdded(ID, "openai", DETAILS, SECRET, true);
    private final ProviderRegister providers = mock();
    private FixtureConfiguration<ApiKey> fixture;

    @BeforeEach
    void setUp() {
        fixture = new AggregateTestFixture<>(ApiKey.class).registerInjectableResource(providers);
    }

    @Test
    void aSnapshotHasTheShapeOfItsRevision() {
        fixture.given(ADDED)
                .when(update(Patch.of("n"), Patch.of(Map.of("a", 1)), Patch.absent()))
                .expectState(GoldenSnapshots::check);
    }

    @Test
    void isAdded() {
        fixture.givenNoPriorActivity()
                .when(new AddApiKey(ID, "openai", DETAILS, SECRET, true))
                .expectEvents(ADDED);
    }

    @Test
    void absentFieldsStayAndNullClearsMetadata() {
        fixture.given(ADDED)
                .when(update(Patch.of("new"), Patch.absent(), Patch.absent()))
                .expectEvents(new ApiKeyUpdated(ID, new ApiKeyDetails("new", false, Map.of("a", 1))));
        fixture.given(ADDED)
                .when(update(Patch.absent(), Patch.of(null), Patch.absent()))
                .expectEvents(new ApiKeyUpdated(ID, new ApiKeyDetails("n", false, Map.of())));
    }

    @Test
    void nothingHappensWhenNothingChanges() {
        fixture.given(ADDED)
                .when(update(Patch.of("n"), Patch.of(Map.of("a", 1)), Patch.of(true)))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void isDisabledAndEnabled() {
        fixture.given(ADDED)
                .when(update(Patch.absent(), Patch.absent(), Patch.of(false)))
                .expectEvents(new ApiKeyDisabled(ID));
        fixture.given(ADDED, new ApiKeyDisabled(ID))
                .when(update(Patch.absent(), Patch.absent(), Patch.of(true)))
                .expectEvents(new ApiKeyEnabled(ID));
    }

    @Test
    void isRotated() {
        var next = new SecretRef(new UUID(0, 1), 2, "4321", "g");
        fixture.given(ADDED).when(new RotateApiKey(ID, 1L, next)).expectEvents(new ApiKeyRotated(ID, next));
        fixture.given(ADDED)
                .when(new RotateApiKey(ID, 2L, next))
                .expectNoEvents()
                .expectException(Rejection.StaleVersion.class);
    }

    @Test
    void theKeyGoesToAnotherPlaceOnlyWhenItIsEnteredForIt() {
        Map<String, Object> elsewhere = Map.of("a", 1, "base_url", "https://proxy.example/openai/v1/");
        fixture.given(ADDED)
                .when(update(Patch.absent(), Patch.of(elsewhere), Patch.absent()))
                .expectNoEvents()
                .expectException(Rejection.Conflict.class);
        fixture.given(ADDED)
                .when(new UpdateApiKey(
                        ID, null, Patch.absent(), Patch.absent(), Patch.of(elsewhere), Patch.absent(), true))
                .expectEvents(new ApiKeyUpdated(ID, new ApiKeyDetails("n", false, elsewhere)));
        var moved = new ApiKeyUpdated(ID, new ApiKeyDetails("n", false, elsewhere));
        fixture.given(ADDED, moved)
                .when(update(Patch.absent(), Patch.of(null), Patch.absent()))
                .expectNoEvents()
                .expectException(Rejection.Conflict.class);
        Map<String, Object> otherPath = Map.of("base_url", "https://proxy.example/v2");
        fixture.given(ADDED, moved)
                .when(update(Patch.absent(), Patch.of(otherPath), Patch.absent()))
                .expectEvents(new ApiKeyUpdated(ID, new ApiKeyDetails("n", false, otherPath)));
    }

    @Test
    void inUseItIsNeitherDisabledNorDeleted() {
        doThrow(new Rejection.Conflict("provider-in-use", ""))
                .when(providers)
                .requireUnused(any(ProviderRef.class), any(String.class));
        fixture.given(ADDED)
                .when(update(Patch.absent(), Patch.absent(), Patch.of(false)))
                .expectNoEvents()
                .expectException(Rejection.Conflict.class);
        fixture.given(ADDED)
                .when(new DeleteApiKey(ID, null))
                .expectNoEvents()
                .expectException(Rejection.Conflict.class);
    }

    @Test
    void deletedItIsGone() {
        fixture.given(ADDED).when(new DeleteApiKey(ID, null)).expectEvents(new ApiKeyDeleted(ID));
        fixture.given(ADDED, new ApiKeyDeleted(ID))
                .when(new DeleteApiKey(ID, null))
                .expectNoEvents()
                .expectException(AggregateNotFoundException.class);
    }

    private static UpdateApiKey update(
            Patch<String> name, Patch<Map<String, Object>> metadata, Patch<Boolean> enabled) {
        return new UpdateApiKey(ID, null, name, Patch.absent(), metadata, enabled);
    }
}
