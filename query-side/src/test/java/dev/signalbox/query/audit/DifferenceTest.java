package dev.signalbox.query.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    @Test
    void namesWhatChangedCameAndWent() {
        assertThat(Difference.between(Map.of("a", 1, "b", 2, "c", 3), Map.of("a", 1, "b", 5, "d", 4)))
                .isEqualTo(
                        Map.of("b", Change.of("b", 2, 5), "c", Change.of("c", 3, null), "d", Change.of("d", null, 4)));
    }

    @Test
    void numbersThatAreTheSameInJsonAreNoChange() {
        assertThat(Difference.between(
                        Map.of("x", Map.of("n", List.of(7, 1000.0))), Map.of("x", Map.of("n", List.of(7L, 1000)))))
                .isEmpty();
    }
}
