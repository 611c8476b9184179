package dev.signalbox.command.activeprovider;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import dev.signalbox.command.activeprovider.ActiveProviderCommand.ClearActiveProvider;
import dev.signalbox.command.activeprovider.ActiveProviderCommand.SetActiveProvider;
import dev.signalbox.command.eventstore.GoldenSnapshots;
import dev.signalbox.command.provider.ProviderRegister;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderCleared;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.activeprovider.Target;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActiveProviderTest {

    private static final Target SERVER = new Target(new ProviderRef(ProviderType.AI_SERVER, 1), null);
    private static final Target KEY = new Target(new ProviderRef(ProviderType.API_KEY, 1), "m");
    private static final ActiveProviderSet SET = new ActiveProviderSet(Purpose.CHAT, SERVER, List.of(KEY));
    private final ProviderRegister providers = mock();
    private FixtureConfiguration<ActiveProvider> fixture;

    @BeforeEach
    void setUp() {
        fixture = new AggregateTestFixture<>(ActiveProvider.class).registerInjectableResource(providers);
    }

    @Test
    void aSnapshotHasTheShapeOfItsRevision() {
        fixture.given(SET).when(set(null, KEY, SERVER)).expectState(GoldenSnapshots::check);
    }

    @Test
    void isSetForTheFirstTime() {
        fixture.givenNoPriorActivity().when(set(null, SERVER, KEY)).expectEvents(SET);
    }

    @Test
    void isSetToAnother() {
        fixture.given(SET).when(set(1L, KEY)).expectEvents(new ActiveProviderSet(Purpose.CHAT, KEY, List.of()));
    }

    @Test
    void nothingHappensWhenItIsTheSame() {
        fixture.given(SET).when(set(null, SERVER, KEY)).expectNoEvents().expectSuccessfulHandlerExecution();
    }

    @Test
    void aFallbackThatRepeatsIsRefused() {
        fixture.givenNoPriorActivity()
                .when(set(null, SERVER, KEY, SERVER))
                .expectNoEvents()
                .expectException(Rejection.Conflict.class);
    }

    @Test
    void whatTheRegisterRefusesIsRefused() {
        doThrow(new Rejection.Unknown("api key 1")).when(providers).requireServing(KEY.provider(), Purpose.CHAT);
        fixture.givenNoPriorActivity()
                .when(set(null, SERVER, KEY))
                .expectNoEvents()
                .expectException(Rejection.Unknown.class);
        doThrow(new Rejection.Conflict("provider-disabled", "")).when(providers).requireServing(any(), any());
        fixture.givenNoPriorActivity()
                .when(set(null, SERVER))
                .expectNoEvents()
                .expectException(Rejection.Conflict.class);
    }

    @Test
    void isClearedOnceAndSetAgain() {
        fixture.given(SET)
                .when(new ClearActiveProvider(Purpose.CHAT, 1L))
                .expectEvents(new ActiveProviderCleared(Purpose.CHAT));
        fixture.given(SET, new ActiveProviderCleared(Purpose.CHAT))
                .when(new ClearActiveProvider(Purpose.CHAT, null))
                .expectNoEvents()
                .expectException(Rejection.Unknown.class);
        fixture.given(SET, new ActiveProviderCleared(Purpose.CHAT))
                .when(set(2L, SERVER, KEY))
                .expectEvents(SET);
    }

    @Test
    void anotherVersionThanExpectedIsRefused() {
        fixture.given(SET).when(set(2L, KEY)).expectNoEvents().expectException(Rejection.StaleVersion.class);
    }

    private static SetActiveProvider set(@Nullable Long version, Target primary, Target... fallbacks) {
        return new SetActiveProvider(Purpose.CHAT, version, primary, List.of(fallbacks));
    }
}
