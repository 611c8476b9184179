package dev.signalbox.app.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Secrets that can be recognised, and the places where they must not be. */
final class Canaries {

    // not like a vendor's keys: the log's masking must not hide what somebody logs
    static final String SERVER_KEY = "canary-server-4b1d9e70c2a85f36-tail";
    static final String NEXT_SERVER_KEY = "canary-second-93e7a6d1f0b2c584-tail";
    static final String API_KEY = "canary-apikey-7c3f1e9ab6d20854-tail";
    static final String NEXT_API_KEY = "canary-rotated-e5a2b8f41c7d9036-tail";
    private static final List<String> CANARIES = List.of(SERVER_KEY, NEXT_SERVER_KEY, API_KEY, NEXT_API_KEY);

    private Canaries() {}

    /** Tables, write-ahead log and the server's own log as they are on disk, and whatever else is in the home. */
    static void everyFile(Path home) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(home)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !home.relativize(file).toString().startsWith("postgres-"))
                    .toList();
        }
        assertThat(files).anyMatch(file -> file.toString().contains("/pg_wal/0"));
        for (Path file : files) {
            absent(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
    }

    /** Nothing that is still reachable holds one, as soon as the last opened credential has had its time. */
    static void heap(SignalboxProcess node, Path dump) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Files.deleteIfExists(dump);
            jcmd(node, "GC.heap_dump", dump.toString());
            assertThat(HeapDump.occurrences(dump, CANARIES)).isEmpty();
        });
    }

    static String jcmd(SignalboxProcess node, String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(node.process().pid())));
        all.addAll(List.of(command));
        Process jcmd = new ProcessBuilder(all).redirectErrorStream(true).start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Every column of every table: text as it is, bytes with all that is printable in the clear. */
    static String database(Rows rows) {
        String selects = """
                select format(case data_type
                  when 'bytea' then 'select %L || encode(%I, ''escape'') from %I'
                  else 'select %L || %I::text from %I' end, table_name || '.' || column_name || ' ', column_name, table_name)
                from information_schema.columns where table_schema = 'public'""";
        return String.join(
                "\n",
                rows.of(selects).stream()
                        .flatMap(select -> values(rows, select))
                        .toList());
    }

    private static Stream<String> values(Rows rows, String select) {
        return rows.of(select).stream().map(String::valueOf);
    }

    static void absent(String where, String text) {
        for (String canary : CANARIES) {
            byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
            assertThat(text.contains(canary) ? where + ": " + around(text, canary) : "")
                    .isEmpty();
            assertThat(text)
                    .doesNotContain(Base64.getEncoder().encodeToString(bytes).substring(0, 32));
            assertThat(text.contains(HexFormat.of().formatHex(bytes))).isFalse();
        }
    }

    private static String around(String text, String canary) {
        int at = text.indexOf(canary);
        return text.substring(Math.max(0, at - 400), Math.min(text.length(), at + 100));
    }
}
