package dev.signalbox.inference.dialect;

import static dev.signalbox.inference.InferenceFixtures.server;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.routing.Route;
import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.inference.upstream.Upstream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests, answers and streams as texts. */
final class DialectFixtures {

    static final Upstream SERVER = Upstream.of(server(1, "http://127.0.0.1:1"), null, null);

    private DialectFixtures() {}

    static Upstream vendor(String... quirks) {
        Route route = new Route(new ProviderRef(ProviderType.API_KEY, 1), "key", "acme", null, null, null, true);
        Vendor.KeyCheck check = new Vendor.KeyCheck(null, "https://acme.example/check", null, null);
        Vendor acme = new Vendor(
                "Acme",
                "https://acme.example/v1",
                null,
                Map.of(),
                "anthropic",
                null,
                check,
                "acme",
                8192,
                null,
                Set.of(quirks),
                null);
        return Upstream.of(route, acme, null);
    }

    static JsonNode tree(String json) {
        return JsonMapper.shared().readTree(json);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static JsonNode sent(Dialect dialect, String request, Upstream upstream) {
        return tree(new String(
                dialect.translate(bytes(request), "model-x", upstream).body(), StandardCharsets.UTF_8));
    }

    static JsonNode answered(Dialect dialect, String request, String said) {
        Translation translation = dialect.translate(bytes(request), "model-x", SERVER);
        return tree(new String(translation.answer(bytes(said)), StandardCharsets.UTF_8));
    }

    /** What a client gets for events with these data. */
    static String streamed(Dialect dialect, String request, String... data) {
        EventTranslator events =
                dialect.translate(bytes(request), "model-x", SERVER).events();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String event : data) {
            events.event(bytes(event), out);
        }
        // the time of the answer is no constant
        return out.toString(StandardCharsets.UTF_8).replaceAll("\"created\":\\d+", "\"created\":1");
    }
}
