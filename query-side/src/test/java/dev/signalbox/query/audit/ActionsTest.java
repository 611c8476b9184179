package dev.signalbox.query.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionsTest {

    @ParameterizedTest
    @CsvSource({
        "RegisterServer, add_server",
        "UpdateServer, update_server",
        "EnableServer, enable_server",
        "RotateApiKey, rotate_key",
        "SetActiveProvider, set_active",
        "RevealSecret, reveal_secret"
    })
    void operationsHaveTheNamesThatOldReadersKnow(String operation, String action) {
        assertThat(Actions.ofOperation(operation)).isEqualTo(action);
    }
}
