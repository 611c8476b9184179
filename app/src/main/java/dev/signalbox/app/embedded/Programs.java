package dev.signalbox.app.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs PostgreSQL's programs, which refuse to be root. */
final class Programs {

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final List<Path> SYSTEM = List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"));

    private final Binaries binaries;

    Programs(Binaries binaries) {
        this.binaries = binaries;
    }

    /** Waits for the end and gives the output; fails with {@code purpose} and the output's last line. */
    void run(String purpose, String program, String... arguments) throws IOException, InterruptedException {
        Process process =
                builder(List.of(), program, arguments).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output;
        try (InputStream stream = process.getInputStream()) {
            output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (process.waitFor() != 0) {
            throw new EmbeddedDatabaseException(purpose + ": " + telling(output.lines()));
        }
    }

    /** A process of a session of its own: Ctrl-C on the terminal is for us, we stop PostgreSQL once we are done with it. */
    Process startDetached(Path log, String program, String... arguments) throws IOException {
        return builder(found("setsid") ? List.of("setsid") : List.of(), program, arguments)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** What went wrong, out of a log. */
    static String telling(Stream<String> lines) {
        List<String> all = lines.filter(line -> !line.isBlank()).toList();
        return all.stream()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:"))
                .reduce((first, second) -> first.contains("PANIC:") ? first : second)
                .orElse(all.isEmpty() ? "no output" : all.get(all.size() - 1))
                .strip();
    }

    private ProcessBuilder builder(List<String> prefix, String program, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        if (ROOT) {
            // a user namespace without a mapping: the same owner of all files, but not uid 0 to itself. Another user
            // instead (nobody) could not reach a home below /root, and would share its data with other services.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(binaries.program(program));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(binaries.directory().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /** @throws EmbeddedDatabaseException if PostgreSQL can't run as this user */
    static void requireUser() throws IOException, InterruptedException {
        if (!ROOT) {
            return;
        }
        boolean works = false;
        if (found("unshare")) {
            Process probe = new ProcessBuilder("unshare", "-U", "true").start();
            works = probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
        }
        if (!works) {
            throw new EmbeddedDatabaseException("PostgreSQL does not run as root, and this machine allows no user"
                    + " namespace (unshare -U). Start Signalbox as a normal user, or use a PostgreSQL of your own:"
                    + " SIGNALBOX_DATABASE_URL=jdbc:postgresql://HOST/DATABASE");
        }
    }

    private static boolean found(String program) {
        return SYSTEM.stream().anyMatch(directory -> Files.isExecutable(directory.resolve(program)));
    }
}
