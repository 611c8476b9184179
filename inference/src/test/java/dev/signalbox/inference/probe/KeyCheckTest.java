package dev.signalbox.inference.probe;

import static dev.signalbox.inference.FakeUpstream.status;
import static dev.signalbox.inference.InferenceFixtures.KEY;
import static dev.signalbox.inference.InferenceFixtures.apiKey;
import static dev.signalbox.inference.InferenceFixtures.catalogue;
import static dev.signalbox.inference.InferenceFixtures.vendor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.routing.Route;
import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.events.vendor.VendorCatalogue;
import dev.signalbox.inference.FakeUpstream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyCheckTest {

    private final ProbeFixture fixture = ProbeFixture.create();

    @AfterEach
    void close() {
        fixture.close();
    }

    private KeyCheck.Result check(VendorCatalogue vendors) {
        fixture.providers(vendors, apiKey(1, "acme"));
        return fixture.check.check(fixture.providers.apiKey(1));
    }

    private Vendor acme(List<Integer> invalid) {
        return vendor(fixture.upstream.baseUrl(), "openai", invalid);
    }

    @ParameterizedTest
    @CsvSource({
        "200,VALID",
        "400,UNKNOWN",
        "401,INVALID",
        "402,NO_FUNDS",
        "403,LIMITED",
        "404,UNKNOWN",
        "429,LIMITED",
        "302,UNKNOWN",
        "500,UNKNOWN",
        "503,UNKNOWN"
    })
    void verdicts(int status, KeyVerdict expected) {
        fixture.upstream.will(status(status, "canary body"));

        KeyCheck.Result result = check(catalogue("acme", acme(List.of(401))));

        assertThat(result.verdict()).isEqualTo(expected);
        assertThat(result.message()).doesNotContain("canary").doesNotContain(KEY);
        var asked = fixture.upstream.asked.getFirst();
        assertThat(asked.method()).isEqualTo("GET");
        assertThat(asked.path()).isEqualTo("/v1/check");
        assertThat(asked.headers().get("authorization")).isEqualTo("Bearer " + KEY);
        assertThat(asked.headers().get("x-acme")).isEqualTo("yes");
    }

    @ParameterizedTest
    @CsvSource({"400,INVALID", "401,INVALID", "403,LIMITED"})
    void someVendorsSayItTheirOwnWay(int status, KeyVerdict expected) {
        fixture.upstream.will(status(status, ""));

        assertThat(check(catalogue("acme", acme(List.of(400)))).verdict()).isEqualTo(expected);
    }

    @Test
    void byTheVendorsOwnMethodAndHeader() {
        String base = fixture.upstream.baseUrl();
        var own = new Vendor.KeyCheck("POST", base + "/own", "x-goog-api-key", null);
        var vendor = new Vendor("Acme", base + "/v1", null, null, null, null, own, "acme", null, null, null, null);
        fixture.upstream.will(status(200, "{\"valid\":false}"));

        assertThat(check(catalogue("acme", vendor)).verdict()).isEqualTo(KeyVerdict.INVALID);
        var asked = fixture.upstream.asked.getFirst();
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.headers().get("x-goog-api-key")).isEqualTo(KEY);
        assertThat(asked.headers().contains("authorization")).isFalse();
    }

    @Test
    void atTheKeysOwnAddressWhereItHasOne() {
        Route key = apiKey(1, "acme");
        Route moved = new Route(
                key.provider(),
                key.name(),
                key.kind(),
                fixture.upstream.baseUrl() + "/eu/v1",
                key.secret(),
                null,
                true);
        fixture.upstream.will(status(200, "{}"));
        Vendor below = vendor("https://api.acme.example", "openai", List.of());
        fixture.providers(catalogue("acme", below), moved);

        assertThat(fixture.check.check(fixture.providers.apiKey(1)).verdict()).isEqualTo(KeyVerdict.VALID);
        assertThat(fixture.upstream.asked.getFirst().path()).isEqualTo("/eu/v1/check");

        var elsewhere = new Vendor.KeyCheck(null, "https://acme.example/me", null, null);
        var vendor = new Vendor(
                "Acme",
                "https://api.acme.example/v1",
                null,
                null,
                null,
                null,
                elsewhere,
                "acme",
                null,
                null,
                null,
                null);
        fixture.providers(catalogue("acme", vendor), moved);
        assertThat(fixture.check.check(fixture.providers.apiKey(1)).verdict()).isEqualTo(KeyVerdict.UNKNOWN);
        assertThat(fixture.upstream.asked).hasSize(1);
    }

    @Test
    void nothingIsKnownWithoutAnAnswer() {
        fixture.upstream.will(FakeUpstream.cut());

        assertThat(check(catalogue("acme", acme(List.of()))).verdict()).isEqualTo(KeyVerdict.UNKNOWN);
        assertThat(check(new VendorCatalogue(Map.of())).verdict()).isEqualTo(KeyVerdict.UNKNOWN);
    }
}
