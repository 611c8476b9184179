package dev.signalbox.command.server;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import dev.signalbox.command.eventstore.GoldenSnapshots;
import dev.signalbox.command.provider.ProviderRegister;
import dev.signalbox.command.server.ServerCommand.RegisterServer;
import dev.signalbox.command.server.ServerCommand.RemoveServer;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerCredentialChanged;
import dev.signalbox.events.server.ServerDetails;
import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerEnabled;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerRegistered;
import dev.signalbox.events.server.ServerRemoved;
import dev.signalbox.events.server.ServerType;
import dev.signalbox.events.server.ServerUpdated;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerTest {

    private static final ServerId ID = new ServerId(1);
    private static final ProviderRef REF = new ProviderRef(ProviderType.AI_SERVER, 1);
    private static final SecretRef CREDENTIAL = new SecretRef(new UUID(0, 1), 1, "9876", "f");
    private static final SecretRef NEXT = new SecretRef(new UUID(0, 1), 2, "5432", "g");
    private static final ServerDetails CHAT = details("http://host", "m", Set.of(Purpose.CHAT));
    private final ProviderRegister providers = mock();
    private FixtureConfiguration<Server> fixture;

    @BeforeEach
    void setUp() {
        fixture = new AggregateTestFixture<>(Server.class).registerInjectableResource(providers);
    }

    @Test
    void aSnapshotHasTheShapeOfItsRevision() {
        fixture.given(new ServerRegistered(ID, details("http://host", "m", Set.of(Purpose.CHAT)), CREDENTIAL, true))
                .when(update().modelPath("n").command())
                .expectState(GoldenSnapshots::check);
    }

    @Test
    void registers() {
        fixture.givenNoPriorActivity()
                .when(new RegisterServer(ID, CHAT, CREDENTIAL, true))
                .expectEvents(new ServerRegistered(ID, CHAT, CREDENTIAL, true));
    }

    @Test
    void aVllmServerNeedsAModelPath() {
        var vllm = new ServerDetails("n", ServerType.VLLM, "http://host", null, Set.of(), Map.of());
        fixture.givenNoPriorActivity()
                .when(new RegisterServer(ID, vllm, null, true))
                .expectNoEvents()
                .expectException(Rejection.Invalid.class);
    }

    @Test
    void aServerBecomesVllmOnlyWithAModelPath() {
        fixture.given(registered(null))
                .when(update().type(ServerType.VLLM).modelPath(null).command())
                .expectNoEvents()
                .expectException(Rejection.Invalid.class);
    }

    @Test
    void absentFieldsStayAndNullClears() {
        fixture.given(registered(null))
                .when(update().modelPath(null).command())
                .expectEvents(new ServerUpdated(ID, details("http://host", null, Set.of(Purpose.CHAT))));
    }

    @Test
    void nothingHappensWhenNothingChanges() {
        fixture.given(registered(null))
                .when(update().modelPath("m").enabled(true).credential(null).command())
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void aCredentialIsNotTakenToAnotherHost() {
        fixture.given(registered(CREDENTIAL))
                .when(update().baseUrl("http://other").command())
                .expectNoEvents()
                .expectException(Rejection.Conflict.class);
    }

    @Test
    void aNewHostComesWithANewCredential() {
        fixture.given(registered(CREDENTIAL))
                .when(update().baseUrl("http://other")
                        .credential(NEXT)
                        .sealedFor("http://other")
                        .command())
                .expectEvents(
                        new ServerUpdated(ID, details("http://other", "m", Set.of(Purpose.CHAT))),
                        new ServerCredentialChanged(ID, NEXT));
    }

    @Test
    void aCredentialSealedForTheHostBeforeAConcurrentChangeIsRefused() {
        fixture.given(registered(CREDENTIAL), new ServerUpdated(ID, details("http://other", "m", Set.of(Purpose.CHAT))))
                .when(update().credential(NEXT).sealedFor("http://host").command())
                .expectNoEvents()
                .expectException(Rejection.Conflict.class);
    }

    @Test
    void anotherPathOfTheSameHostKeepsTheCredential() {
        fixture.given(registered(CREDENTIAL))
                .when(update().baseUrl("http://host/path").command())
                .expectEvents(new ServerUpdated(ID, details("http://host/path", "m", Set.of(Purpose.CHAT))));
    }

    @Test
    void aClearedCredentialBindsToNothing() {
        fixture.given(registered(CREDENTIAL), new ServerCredentialChanged(ID, null))
                .when(update().baseUrl("http://other").command())
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void disablesAndEnables() {
        fixture.given(registered(null)).when(update().enabled(false).command()).expectEvents(new ServerDisabled(ID));
        fixture.given(registered(null), new ServerDisabled(ID))
                .when(update().enabled(true).command())
                .expectEvents(new ServerEnabled(ID));
    }

    @Test
    void inUseItIsNeitherDisabledNorRemoved() {
        doThrow(new Rejection.Conflict("provider-in-use", "")).when(providers).requireUnused(eq(REF), any());
        fixture.given(registered(null))
                .when(update().enabled(false).command())
                .expectNoEvents()
                .expectException(Rejection.Conflict.class);
        fixture.given(registered(null))
                .when(new RemoveServer(ID, null))
                .expectNoEvents()
                .expectException(Rejection.Conflict.class);
    }

    @Test
    void inUseForAPurposeItStaysMarkedForIt() {
        doThrow(new Rejection.Conflict("provider-in-use", ""))
                .when(providers)
                .requireUnused(eq(REF), eq(Purpose.CHAT), any());
        fixture.given(registered(null))
                .when(update().useForChat(false).command())
                .expectNoEvents()
                .expectException(Rejection.Conflict.class);
    }

    @Test
    void anotherVersionThanExpectedIsRefused() {
        fixture.given(registered(null), new ServerDisabled(ID))
                .when(new RemoveServer(ID, 1L))
                .expectNoEvents()
                .expectException(Rejection.StaleVersion.class);
        fixture.given(registered(null), new ServerDisabled(ID))
                .when(new RemoveServer(ID, 2L))
                .expectEvents(new ServerRemoved(ID));
    }

    private static ServerRegistered registered(@Nullable SecretRef credential) {
        return new ServerRegistered(ID, CHAT, credential, true);
    }

    private static ServerDetails details(String baseUrl, @Nullable String modelPath, Set<Purpose> purposes) {
        return new ServerDetails("n", ServerType.OLLAMA, baseUrl, modelPath, purposes, Map.of());
    }

    private static ServerUpdate update() {
        return new ServerUpdate(ID);
    }
}
