package dev.signalbox.app.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes and files of a PostgreSQL that nobody looks after any more: its JVM was killed, or its postmaster was. Called
 * with the home locked, so every process that runs this home's programs is one of them.
 */
final class Remains {

    private static final Logger log = LoggerFactory.getLogger(Remains.class);

    private final Programs programs;
    private final String executable;
    private final Path data;

    Remains(Programs programs, Binaries binaries, Path data) {
        this.programs = programs;
        this.executable = binaries.program("postgres");
        this.data = data;
    }

    void clear() throws IOException, InterruptedException {
        long postmaster = postmasterPid();
        if (processes().stream().anyMatch(process -> process.pid() == postmaster)) {
            log.warn("Stopping a PostgreSQL (process {}) that an earlier run left behind", postmaster);
            stopPolitely();
        }
        killAll();
        if (Files.exists(postmasterFile())) {
            refuseAnotherPostgres(postmasterPid());
            // else PostgreSQL would not start if the number belongs to any other process by now
            Files.deleteIfExists(postmasterFile());
        }
    }

    private void stopPolitely() throws IOException, InterruptedException {
        try {
            programs.run("It does not stop", "pg_ctl", Postmaster.stopArguments(data, "fast"));
        } catch (EmbeddedDatabaseException e) {
            log.warn("{}; it is killed now", e.getMessage());
        }
    }

    /** A backend without a postmaster may go on with a long statement, and keeps the shared memory meanwhile. */
    private void killAll() throws InterruptedException {
        List<ProcessHandle> left = processes();
        for (int attempt = 0; !left.isEmpty() && attempt < 200; attempt++) {
            left.forEach(ProcessHandle::destroyForcibly);
            TimeUnit.MILLISECONDS.sleep(25);
            left = processes();
        }
        if (!left.isEmpty()) {
            throw new EmbeddedDatabaseException("Processes of an earlier PostgreSQL can't be killed: "
                    + left.stream().map(ProcessHandle::pid).toList() + ". Kill them, then start again.");
        }
    }

    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        process.info().command().filter(executable::equals).isPresent())
                .toList();
    }

    private static void refuseAnotherPostgres(long pid) {
        ProcessHandle.of(pid)
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                .ifPresent(process -> {
                    throw new EmbeddedDatabaseException("Another PostgreSQL (process " + pid
                            + ") seems to run on the embedded database's data. Stop it, then start again.");
                });
    }

    private Path postmasterFile() {
        return data.resolve("postmaster.pid");
    }

    private long postmasterPid() throws IOException {
        if (!Files.exists(postmasterFile())) {
            return -1;
        }
        String first = Files.readString(postmasterFile()).lines().findFirst().orElse("");
        return first.matches("\\d+") ? Long.parseLong(first) : -1;
    }
}
