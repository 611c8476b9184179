package dev.signalbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What Linux says of processes and of the machine, in /proc. */
final class Proc {

    /** The kernel counts in hundredths of a second, on all machines that Java runs on. */
    private static final long TICK_MICROS = 10_000;

    private Proc() {}

    /** Processor time of a process and of all below it, also of those that have ended. */
    static long treeMicros(ProcessHandle process) {
        return tree(process).mapToLong(Proc::micros).sum();
    }

    /** Of this process, and of the programs that it has waited for. */
    static long ownMicros() {
        return micros(ProcessHandle.current());
    }

    private static long micros(ProcessHandle process) {
        String stat = String.join("", lines(file(process, "stat")));
        if (stat.isEmpty()) {
            return 0;
        }
        // the name, in parentheses, may have blanks
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        // utime, stime, and what children took that are gone
        return TICK_MICROS * (number(fields[11]) + number(fields[12]) + number(fields[13]) + number(fields[14]));
    }

    /** What all processors have done since the machine started. */
    static long machineMicros() {
        // user, nice, system, idle, iowait, irq, softirq, steal
        long[] fields = Stream.of(lines(Path.of("/proc/stat")).get(0).split(" +"))
                .skip(1)
                .limit(8)
                .mapToLong(Proc::number)
                .toArray();
        long idle = fields[3] + fields[4];
        return TICK_MICROS * (LongStream.of(fields).sum() - idle);
    }

    static String loadAverage() {
        return lines(Path.of("/proc/loadavg")).get(0).split(" ")[0];
    }

    /** Of a process and those below it that run the same program: an nginx has workers, a database is another matter. */
    static double residentMegabytes(ProcessHandle process) {
        List<String> name = lines(file(process, "comm"));
        return tree(process)
                .filter(each -> lines(file(each, "comm")).equals(name))
                .mapToDouble(each -> status(each, "VmRSS"))
                .sum();
    }

    static double mostResidentMegabytes(ProcessHandle process) {
        return status(process, "VmHWM");
    }

    static List<Path> openFiles(ProcessHandle process) {
        try (Stream<Path> files = Files.list(file(process, "fd"))) {
            return files.toList();
        } catch (IOException notOurs) {
            return List.of();
        }
    }

    /** None if the process has ended. */
    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            if (Files.exists(file)) {
                throw new UncheckedIOException(e);
            }
            return List.of();
        }
    }

    private static double status(ProcessHandle process, String field) {
        return lines(file(process, "status")).stream()
                .filter(line -> line.startsWith(field))
                .mapToDouble(line -> number(line.replaceAll("\\D", "")) / 1024.0)
                .sum();
    }

    private static Stream<ProcessHandle> tree(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    private static Path file(ProcessHandle process, String name) {
        return Path.of("/proc", Long.toString(process.pid()), name);
    }

    private static long number(String text) {
        return Long.parseLong(text);
    }
}
