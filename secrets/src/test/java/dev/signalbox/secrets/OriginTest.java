package dev.signalbox.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com, https://api.example.com",
        "HTTPS://API.Example.com:443/v1/?q=1#f, https://api.example.com",
        "http://localhost:8000/v1, http://localhost:8000",
        "http://vllm_1:80, http://vllm_1",
        "https://host:80, https://host:80",
        "http://[::1]:8000/, http://[::1]:8000",
        "https://a.example?x=@b.example, https://a.example",
    })
    void hasOneSpelling(String url, String origin) {
        assertThat(Origin.of(url)).isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.example.com",
                "ftp://host",
                "https://",
                "https://user@host",
                "https://good.example@evil.example",
                "https://good.example\\@evil.example",
                "https://host:port",
                "https://host name",
                " https://host",
                "https://[::1",
            })
    void refusesWhatIsNoPlainUrl(String url) {
        assertThatThrownBy(() -> Origin.of(url)).isInstanceOf(IllegalArgumentException.class);
    }
}
