package dev.signalbox.inference.gateway;

import static org.awaitility.Awaitility.await;

import dev.signalbox.events.routing.Route;
import dev.signalbox.events.vendor.VendorCatalogue;
import dev.signalbox.inference.InferenceFixtures;
import dev.signalbox.inference.circuit.Circuits;
import dev.signalbox.inference.circuit.MovableClock;
import dev.signalbox.inference.circuit.TestCircuits;
import dev.signalbox.inference.limit.TestLimits;
import dev.signalbox.inference.routing.Routing;
import dev.signalbox.inference.routing.TestRouting;
import dev.signalbox.inference.trace.TestTracing;
import dev.signalbox.inference.trace.Tracing;
import dev.signalbox.inference.upstream.TestUpstream;
import dev.signalbox.inference.upstream.UpstreamProperties;
import dev.signalbox.inference.usage.UsageRecord;
import dev.signalbox.secrets.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.util.unit.DataSize;

/** A gateway on a free port with a snapshot made by hand, and a client. */
final class TestGateway implements AutoCloseable {

    static final String TOKEN = "sbx_test";
    static final String CHAT = "/v1/chat/completions";
    static final long REVISION = 42;

    final Routing routing = new Routing();
    final MovableClock clock = new MovableClock();
    final Circuits circuits;
    final GatewayServer server;
    final TestLimits limits = new TestLimits();
    final List<UsageRecord> usage = new CopyOnWriteArrayList<>();
    private final TestUpstream upstream;
    private final Gateway handler;
    final ShortCalls shortCalls;
    private final HttpClient client = HttpClient.newHttpClient();
    private VendorCatalogue vendors = new VendorCatalogue(Map.of());

    TestGateway(Vault vault, UpstreamProperties limits) {
        this(vault, limits, GatewaySettings.once());
    }

    TestGateway(Vault vault, UpstreamProperties limits, FailoverProperties failover) {
        this(TestUpstream.create(vault, limits), GatewaySettings.properties(0), failover, DataPlaneTls.off());
    }

    TestGateway(Vault vault, UpstreamProperties limits, GatewayProperties properties, DataPlaneTls tls) {
        this(TestUpstream.create(vault, limits), properties, GatewaySettings.once(), tls);
    }

    TestGateway(TestUpstream upstream, GatewayProperties properties, FailoverProperties failover, DataPlaneTls tls) {
        this(upstream, properties, failover, tls, TestTracing.off());
    }

    TestGateway(
            TestUpstream upstream,
            GatewayProperties properties,
            FailoverProperties failover,
            DataPlaneTls tls,
            Tracing tracing) {
        this.upstream = upstream;
        circuits = TestCircuits.of(routing, clock);
        StreamUsage streamUsage = streamUsage();
        HeldAnswers heldAnswers = new HeldAnswers(properties);
        Calls calls = new Calls(
                new Ways(new RerankWays(upstream.kinds())),
                upstream.credentials(),
                upstream.models(),
                upstream.http(),
                streamUsage,
                upstream.properties(),
                properties,
                heldAnswers);
        PassThrough chat = new PassThrough(routing, calls, upstream.models(), circuits, failover, properties);
        handler = new Gateway(
                new TestCallers(),
                chat,
                new Models(routing, upstream.models()),
                limits.limits(),
                List.of(usage::add, limits.limits()),
                tracing);
        shortCalls = new ShortCalls(
                new TestCallers(),
                routing,
                circuits,
                upstream.http(),
                upstream.credentials(),
                upstream.models(),
                limits.limits(),
                tracing,
                properties,
                new Surroundings(handler, streamUsage, upstream.properties(), failover, properties, heldAnswers));
        server = new GatewayServer(handler, properties, upstream.http(), tls, shortCalls);
        server.start();
    }

    static TestGateway traced(Tracing tracing) {
        return new TestGateway(
                TestUpstream.create(InferenceFixtures.vault(), TestUpstream.patient()),
                GatewaySettings.properties(0),
                GatewaySettings.once(),
                DataPlaneTls.off(),
                tracing);
    }

    static TestGateway start() {
        return new TestGateway(InferenceFixtures.vault(), TestUpstream.patient());
    }

    /** Soon tired of slow clients. */
    static TestGateway impatient() {
        return impatient(Duration.ofSeconds(1));
    }

    static TestGateway impatient(Duration request) {
        return new TestGateway(
                InferenceFixtures.vault(),
                TestUpstream.patient(),
                GatewaySettings.properties(0, Duration.ofMillis(500), request),
                DataPlaneTls.off());
    }

    /** With answers that may be that long, and so much memory for all of them. */
    static TestGateway answers(DataSize max, DataSize held) {
        return new TestGateway(
                InferenceFixtures.vault(),
                TestUpstream.patient(),
                GatewaySettings.properties(0, Duration.ofSeconds(30), Duration.ofSeconds(30), max, held),
                DataPlaneTls.off());
    }

    /** Another one that wants the same port. */
    GatewayServer rival() {
        return new GatewayServer(
                handler, GatewaySettings.properties(server.port()), upstream.http(), DataPlaneTls.off(), shortCalls);
    }

    private static StreamUsage streamUsage() {
        return new StreamUsage(new StreamUsage.Properties(Set.of("silent")));
    }

    /** The record of the one request that was sent; it comes when the client has its answer already. */
    UsageRecord record() {
        await().until(() -> !usage.isEmpty());
        return usage.getFirst();
    }

    TestGateway vendors(VendorCatalogue catalogue) {
        vendors = catalogue;
        return this;
    }

    TestGateway routes(Route... routes) {
        TestRouting.swap(routing, InferenceFixtures.table(REVISION, routes), InferenceFixtures.sealed(routes), vendors);
        return this;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json");
    }

    Reply chat(String body) {
        return send(
                request(CHAT).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    CompletableFuture<Reply> chatAsync(String body) {
        return postAsync(CHAT, body);
    }

    CompletableFuture<Reply> postAsync(String path, String body) {
        HttpRequest request =
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
        CompletableFuture<HttpResponse<String>> sent = client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        CompletableFuture<Reply> reply = sent.thenApply(Reply::new);
        reply.whenComplete((done, failure) -> {
            if (reply.isCancelled()) {
                sent.cancel(true);
            }
        });
        return reply;
    }

    Reply send(HttpRequest request) {
        try {
            return new Reply(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
        client.close();
        upstream.http().destroy();
    }
}
