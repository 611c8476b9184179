package dev.signalbox.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The load: {@code wrk} with one thread and a fixed request. */
final class Wrk {

    private static final String FIGURES = "figures ";
    private static final int WARM_CONNECTIONS = 64;
    private static final int WARM_SECONDS = 2;

    private final Path directory;

    Wrk(Path directory) {
        this.directory = directory;
    }

    /**
     * @param requests with an answer that was good
     * @param p50 in microseconds, as {@code p99}
     * @param errors answers that weren't good, connections that failed, broke off or took longer than 5 s
     */
    record Result(long requests, double seconds, double p50, double p99, long errors) {

        static Result of(String output) {
            double[] figures = output.lines()
                    .filter(line -> line.startsWith(FIGURES))
                    .flatMap(line -> Stream.of(line.substring(FIGURES.length()).split(" ")))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            if (figures.length != 6) {
                throw new IllegalStateException("wrk says: " + output);
            }
            return new Result((long) (figures[0] - figures[4]), figures[1] / 1e6, figures[2], figures[3], (long)
                    (figures[4] + figures[5]));
        }
    }

    Result run(Target target, Answer answer, int connections, int seconds) throws IOException, InterruptedException {
        Path script = Files.writeString(directory.resolve("request.lua"), script(target, answer));
        List<String> command = List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout",
                "5s",
                "-s",
                script.toString(),
                target.url());
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        return Result.of(output);
    }

    /** As many requests as wanted, or what is done in the time; a JVM compiles by what it has done. */
    Result atLeast(long requests, int maxSeconds, Target target, Answer answer)
            throws IOException, InterruptedException {
        Result sum = new Result(0, 0, 0, 0, 0);
        while (sum.requests() + sum.errors() < requests && sum.seconds() < maxSeconds) {
            Result more = run(target, answer, WARM_CONNECTIONS, WARM_SECONDS);
            sum = new Result(
                    sum.requests() + more.requests(),
                    sum.seconds() + more.seconds(),
                    more.p50(),
                    more.p99(),
                    sum.errors() + more.errors());
        }
        return sum;
    }

    private static String script(Target target, Answer answer) {
        StringBuilder script =
                new StringBuilder("wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\n");
        target.headers()
                .forEach((name, value) ->
                        script.append("wrk.headers[ [==[%s]==] ] = [==[%s]==]\n".formatted(name, value)));
        return script.append("wrk.body = [==[%s]==]\n".formatted(answer.request))
                .append("""
                function done(summary, latency)
                  local e = summary.errors
                  print(string.format('figures %.0f %.0f %.0f %.0f %.0f %.0f', summary.requests, summary.duration,
                    latency:percentile(50), latency:percentile(99), e.status, e.connect + e.read + e.write + e.timeout))
                end
                """)
                .toString();
    }
}
