package dev.signalbox.inference.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private static @Nullable Duration time(String name, String value) {
        HttpHeaders headers = new DefaultHttpHeaders().add(name, value);
        RetryAfter retryAfter = RetryAfter.of(headers, NOW);
        return retryAfter == null ? null : retryAfter.time();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            retry-after    | 7                             | 7000
            retry-after    | 0.5                           | 500
            retry-after    | Tue, 1 Jan 2030 00:01:00 GMT  | 60000
            retry-after-ms | 1500                          | 1500
            retry-after    | 99999999999999999999          | 31536000000""")
    void readsSecondsDatesAndMilliseconds(String name, String value, long millis) {
        assertThat(time(name, value)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "-1", "Tue, 1 Jan 2019 00:01:00 GMT", "1e"})
    void takesNothingFromWhatItDoesNotUnderstand(String value) {
        assertThat(time("retry-after", value)).isNull();
    }

    @Test
    void isNotThereAsARule() {
        assertThat(RetryAfter.of(new DefaultHttpHeaders(), NOW)).isNull();
    }
}
