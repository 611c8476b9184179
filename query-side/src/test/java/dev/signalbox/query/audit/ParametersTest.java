package dev.signalbox.query.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.server.ResponseStatusException;

class ParametersTest {

    @ParameterizedTest
    @ValueSource(strings = {"2021-03-01T10:00:00Z", "2021-03-01T12:00:00+02:00"})
    void aTimeMayComeInAnyZone(String text) {
        assertThat(Parameters.instant(text)).isEqualTo(Instant.parse("2021-03-01T10:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2021-03-01", "2021-03-01T10:00:00", "1614592800"})
    void whoWritesItOtherwiseIsToldHowItIsWritten(String text) {
        assertThatThrownBy(() -> Parameters.parse("from", text, Parameters::instant))
                .isInstanceOfSatisfying(ResponseStatusException.class, refused -> {
                    assertThat(refused.getStatusCode().value()).isEqualTo(400);
                    assertThat(refused.getReason())
                            .isEqualTo("The parameter from is malformed: it must be a time with its zone, as"
                                    + " 2026-01-31T09:00:00Z");
                });
    }
}
