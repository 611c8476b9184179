package dev.signalbox.events.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.vendor.Vendor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyDetailsTest {

    private static final Vendor VENDOR = new Vendor(
            "Acme",
            "https://api.acme.example/v1",
            null,
            null,
            null,
            null,
            new Vendor.KeyCheck(null, "https://acme.example/check", null, null),
            "acme",
            null,
            null,
            null,
            null);

    private static ApiKeyDetails at(Object baseUrl) {
        return new ApiKeyDetails("n", false, Map.of("base_url", baseUrl));
    }

    @ParameterizedTest
    @CsvSource({
        "https://proxy.example/v1/,https://proxy.example/v1,https://proxy.example",
        "http://10.0.0.1:8000,http://10.0.0.1:8000,http://10.0.0.1:8000",
        "https://[fd00::1]:8443/a,https://[fd00::1]:8443/a,https://[fd00::1]:8443"
    })
    void anAddressOfItsOwnStandsForAllOfTheVendors(String given, String baseUrl, String origin) {
        assertThat(at(given).baseUrl()).isEqualTo(baseUrl);
        assertThat(at(given).origins(VENDOR)).containsExactly(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "proxy.example",
                "ftp://a.example",
                "https://user@a.example",
                "https://a.example?x",
                "https://a b"
            })
    void whatIsNoAddressIsNone(String given) {
        assertThat(at(given).baseUrl()).isNull();
        assertThat(at(given).origins(VENDOR)).containsExactly("https://acme.example", "https://api.acme.example");
    }

    @Test
    void norIsWhatIsNoText() {
        assertThat(at(7).baseUrl()).isNull();
    }
}
