package dev.signalbox.command.config;

import dev.signalbox.command.write.Rejection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where in the file everything is, and what is wrong there. */
public final class Lines {

    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Rejection.FileError> errors = new ArrayList<>();

    void found(String path, int line) {
        lines.putIfAbsent(path, line);
    }

    /** At the nearest part that the file has. */
    void wrong(String path, String message) {
        String nearest = path;
        while (!lines.containsKey(nearest) && nearest.contains(".")) {
            nearest = nearest.substring(0, nearest.lastIndexOf('.'));
        }
        wrong(lines.getOrDefault(nearest, 1), path, message);
    }

    void wrong(int line, String path, String message) {
        errors.add(new Rejection.FileError(line, path, message));
    }

    /** Refuses the file when anything was wrong with it, with all of it. */
    void check() {
        if (!errors.isEmpty()) {
            var all = errors.stream()
                    .sorted(Comparator.comparingInt(Lines::line).thenComparing(Rejection.FileError::field))
                    .toList();
            errors.clear();
            throw new Rejection.InvalidFile(all);
        }
    }

    private static int line(Rejection.FileError error) {
        return error.line() == null ? 0 : error.line();
    }
}
