package dev.signalbox.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the command line of {@link GatewayBench} says. */
record GatewayOptions(
        Path jar,
        boolean soak,
        List<Answer> answers,
        List<Integer> connections,
        int rounds,
        int seconds,
        int warmJson,
        int warmSse,
        long requests,
        int upstreamPort,
        List<String> peers) {

    private static final String USAGE = """
            GatewayBench JAR [--answers json,sse] [--connections 1,16,64,256] [--rounds 3] [--seconds 4]
              [--warm-json 150000] [--warm-sse 20000] [--upstream-port PORT] [--peer 'NAME=URL|Header: value|…']…
            GatewayBench JAR soak [--requests 500000] [--upstream-port PORT]""";

    private static final List<String> NAMES = List.of(
            "--answers",
            "--connections",
            "--rounds",
            "--seconds",
            "--warm-json",
            "--warm-sse",
            "--requests",
            "--upstream-port",
            "--peer");

    static GatewayOptions of(String... arguments) {
        if (arguments.length == 0) {
            throw new IllegalArgumentException(USAGE);
        }
        boolean soak = arguments.length > 1 && arguments[1].equals("soak");
        Map<String, String> given = new HashMap<>();
        for (int i = soak ? 2 : 1; i < arguments.length; i += 2) {
            if (!NAMES.contains(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + "?\n" + USAGE);
            }
            given.merge(arguments[i], arguments[i + 1], (one, more) -> one + "\n" + more);
        }
        return new GatewayOptions(
                Path.of(arguments[0]).toAbsolutePath().normalize(),
                soak,
                words(given, "--answers", "json,sse")
                        .map(word -> Answer.valueOf(word.toUpperCase(Locale.ROOT)))
                        .toList(),
                words(given, "--connections", "1,16,64,256")
                        .map(Integer::valueOf)
                        .toList(),
                number(given, "--rounds", 3),
                number(given, "--seconds", 4),
                number(given, "--warm-json", 150_000),
                number(given, "--warm-sse", 20_000),
                number(given, "--requests", 500_000),
                number(given, "--upstream-port", Ports.free()),
                given.getOrDefault("--peer", "").lines().toList());
    }

    int warmUp(Answer answer) {
        return answer == Answer.JSON ? warmJson : warmSse;
    }

    private static Stream<String> words(Map<String, String> given, String name, String otherwise) {
        return Arrays.stream(given.getOrDefault(name, otherwise).split(","));
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        return Integer.parseInt(given.getOrDefault(name, Integer.toString(otherwise)));
    }
}
