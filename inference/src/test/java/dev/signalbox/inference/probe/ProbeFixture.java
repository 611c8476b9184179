package dev.signalbox.inference.probe;

import dev.signalbox.events.routing.Route;
import dev.signalbox.events.vendor.VendorCatalogue;
import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.FakeUpstream.Behaviour;
import dev.signalbox.inference.InferenceFixtures;
import dev.signalbox.inference.routing.Routing;
import dev.signalbox.inference.routing.TestRouting;
import dev.signalbox.inference.upstream.TestUpstream;
import dev.signalbox.inference.upstream.UpstreamProperties;
import java.time.Duration;
import java.util.Map;

/** A fake provider and what asks it. */
final class ProbeFixture implements AutoCloseable {

    static final String MODELS = "{\"object\":\"list\",\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}";

    final FakeUpstream upstream = new FakeUpstream();
    final Routing routing = new Routing();
    final Providers providers = new Providers(routing);
    final ServerProbe probe;
    final KeyCheck check;
    private final TestUpstream parts;

    ProbeFixture(ProbeProperties properties) {
        this(properties, TestUpstream.patient());
    }

    ProbeFixture(ProbeProperties properties, UpstreamProperties upstreams) {
        parts = TestUpstream.create(InferenceFixtures.vault(), upstreams);
        ProviderClient client = new ProviderClient(parts.http(), parts.credentials(), properties);
        probe = new ServerProbe(client, properties);
        check = new KeyCheck(client);
    }

    static ProbeFixture create() {
        return new ProbeFixture(properties(Duration.ofSeconds(30), Duration.ofSeconds(30)));
    }

    static ProbeProperties properties(Duration timeout, Duration slow) {
        return new ProbeProperties(true, Duration.ofMillis(50), timeout, slow);
    }

    void providers(VendorCatalogue vendors, Route... routes) {
        TestRouting.swap(routing, InferenceFixtures.table(1, routes), InferenceFixtures.sealed(routes), vendors);
    }

    Health probe(Route server) {
        providers(new VendorCatalogue(Map.of()), server);
        return probe.probe(providers.server(server.provider().id()));
    }

    /** Answers by path, 404 for all others. */
    void answers(Map<String, Behaviour> byPath) {
        upstream.will((asked, response) -> byPath.getOrDefault(asked.path(), FakeUpstream.status(404, "canary body"))
                .answer(asked, response));
    }

    @Override
    public void close() {
        upstream.close();
        parts.http().destroy();
    }
}
