package dev.signalbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the process that listens on a port, as Linux knows it. */
final class Listener {

    private static final String LISTENING = "0A";

    private Listener() {}

    static ProcessHandle of(int port) {
        Set<String> sockets = sockets(port);
        return ProcessHandle.allProcesses()
                .filter(process -> opens(process, sockets))
                .min((one, other) -> Long.compare(one.pid(), other.pid()))
                .orElseThrow(
                        () -> new IllegalArgumentException("Nothing that we may look into listens on port " + port));
    }

    private static Set<String> sockets(int port) {
        String suffix = ":%04X".formatted(port).toUpperCase(Locale.ROOT);
        return Stream.of("tcp", "tcp6")
                .flatMap(file -> Proc.lines(Path.of("/proc/net", file)).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields[1].endsWith(suffix) && fields[3].equals(LISTENING))
                .map(fields -> "socket:[" + fields[9] + "]")
                .collect(Collectors.toSet());
    }

    private static boolean opens(ProcessHandle process, Set<String> sockets) {
        return Proc.openFiles(process).stream().anyMatch(file -> sockets.contains(linked(file)));
    }

    private static String linked(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
