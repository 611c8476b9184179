package dev.signalbox.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is read from the command line and from wrk, and what is made of it. */
class GatewayBenchTest {

    private static final ProcessHandle ANY = ProcessHandle.current();

    private static Round round(double seconds, double p50, double micros) {
        return new Round(new Wrk.Result(1000, seconds, p50, 2 * p50, 0), micros, 300, 0.01, "0.5");
    }

    @Test
    void withoutOptionsItIsTheFullRun() {
        GatewayOptions options = GatewayOptions.of("app/target/signalbox.jar");

        assertThat(options.jar()).isEqualTo(Path.of("app/target/signalbox.jar").toAbsolutePath());
        assertThat(options.soak()).isFalse();
        assertThat(options.answers()).containsExactly(Answer.JSON, Answer.SSE);
        assertThat(options.connections()).containsExactly(1, 16, 64, 256);
        assertThat(options.warmUp(Answer.JSON)).isEqualTo(150_000);
        assertThat(options.warmUp(Answer.SSE)).isEqualTo(20_000);
        assertThat(options.peers()).isEmpty();
    }

    @Test
    void optionsSayOtherwise() {
        GatewayOptions options = GatewayOptions.of(
                "j",
                "soak",
                "--requests",
                "7",
                "--answers",
                "sse",
                "--connections",
                "2,3",
                "--peer",
                "a",
                "--peer",
                "b");

        assertThat(options.soak()).isTrue();
        assertThat(options.requests()).isEqualTo(7);
        assertThat(options.answers()).containsExactly(Answer.SSE);
        assertThat(options.connections()).containsExactly(2, 3);
        assertThat(options.peers()).containsExactly("a", "b");
        assertThatThrownBy(() -> GatewayOptions.of("j", "--what", "1")).hasMessageStartingWith("--what?");
        assertThatThrownBy(() -> GatewayOptions.of("j", "--rounds")).hasMessageStartingWith("--rounds?");
    }

    @Test
    void aPeerIsToldWhereTheUpstreamIs() throws Exception {
        Upstream here = new Upstream(0);
        Target peer = Target.peer(
                "other=http://127.0.0.1:" + here.port() + "/v1/chat/completions|x-host: UPSTREAM/v1|x-a: b",
                "http://127.0.0.1:1");
        here.stop();

        assertThat(peer.name()).isEqualTo("other");
        assertThat(peer.headers())
                .containsEntry("x-host", "http://127.0.0.1:1/v1")
                .containsEntry("x-a", "b")
                .containsKey("Authorization");
        assertThat(peer.process()).isEqualTo(ANY);
        assertThatThrownBy(() -> Target.peer("other", "")).hasMessageContaining("other");
    }

    @Test
    void errorsOfWrkAreNoRequests() {
        Wrk.Result result = Wrk.Result.of("Running 1s test\nfigures 1000 2000000 120 900 30 4\n");

        assertThat(result).isEqualTo(new Wrk.Result(970, 2, 120, 900, 34));
        assertThatThrownBy(() -> Wrk.Result.of("unable to connect")).hasMessageContaining("unable to connect");
    }

    @Test
    void theTableHasMediansAndRatiosToNginx() {
        ComparisonTable table = new ComparisonTable(Answer.JSON);
        table.add(
                16,
                List.of(
                        measured("straight", round(0.1, 50, 8), round(0.1, 60, 8)),
                        measured("nginx", round(0.2, 100, 20), round(0.2, 100, 20), round(9, 900, 90)),
                        measured("node", round(0.5, 1500, 50))));

        assertThat(table.toString().lines().skip(2))
                .containsExactly(
                        "| 16, straight | 10,000 | 55 µs | 110 µs | 8.0 µs | 0.4 × | – | 300 MB | 1 % |",
                        "| 16, nginx | 5,000 | 100 µs | 200 µs | 20.0 µs | 1.0 × | 45 µs | 300 MB | 1 % |",
                        "| 16, node | 2,000 | 1.5 ms | 3.0 ms | 50.0 µs | 2.5 × | 1.4 ms | 300 MB | 1 % |");
    }

    private static Comparison.Measured measured(String name, Round... rounds) {
        return new Comparison.Measured(new Target(name, "", Map.of(), ANY), List.of(rounds));
    }
}
