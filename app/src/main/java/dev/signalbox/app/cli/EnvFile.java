package dev.signalbox.app.cli;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file of lines {@code NAME=VALUE}. Other lines stay as they are, byte by byte. */
final class EnvFile {

    static final String NAME = "BYOK_ENCRYPTION_KEY";

    private static final Pattern LINE = Pattern.compile("\\s*(?:export\\s+)?" + NAME + "\\s*=\\s*(.*)");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path path;

    /** @param path where it is, or will be; a link stays one */
    EnvFile(Path path) {
        try {
            this.path = Files.exists(path) ? path.toRealPath() : path;
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    /** Empty as in {@code BYOK_ENCRYPTION_KEY=}, or quoted so, is none. */
    boolean hasKey() {
        return lines().stream().map(LINE::matcher).anyMatch(line -> line.matches() && isSet(line.group(1)));
    }

    private static boolean isSet(String value) {
        String text = value.strip();
        return !text.isEmpty() && !text.equals("\"\"") && !text.equals("''") && !text.startsWith("#");
    }

    /** A copy for the owner only; none when there is no file yet. */
    @Nullable
    Path backup(Instant now) {
        if (!Files.exists(path)) {
            return null;
        }
        Path backup = path.resolveSibling(path.getFileName() + ".bak-" + TIME.format(now));
        try {
            create(backup, Files.readAllBytes(path));
            return backup;
        } catch (IOException e) {
            throw failed("backed up", backup, e);
        }
    }

    /** Where the old key was, or at the end; at once or not at all. */
    void write(String key) {
        List<String> lines = new ArrayList<>(lines());
        int place = firstKey(lines);
        if (place < 0) {
            place = lines.size();
            lines.add("");
        }
        lines.set(place, NAME + "=" + key);
        int kept = place;
        List<String> text = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            if (line == kept || !LINE.matcher(lines.get(line)).matches()) {
                text.add(lines.get(line));
            }
        }
        replace((String.join("\n", text) + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static int firstKey(List<String> lines) {
        for (int line = 0; line < lines.size(); line++) {
            if (LINE.matcher(lines.get(line)).matches()) {
                return line;
            }
        }
        return -1;
    }

    private void replace(byte[] content) {
        Path temporary = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID());
        try {
            create(temporary, content);
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed("written", path, e);
        } finally {
            removed(temporary);
        }
    }

    /** What couldn't be moved holds the key. */
    private static void removed(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw failed("removed", temporary, e);
        }
    }

    private static void create(Path file, byte[] content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, Set.of(CREATE_NEW, WRITE), asFileAttribute(fromString("rw-------")))) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    /** In ISO 8859-1, which leaves bytes of any encoding as they are. */
    private List<String> lines() {
        try {
            if (!Files.exists(path)) {
                return List.of();
            }
            String text = Files.readString(path, StandardCharsets.ISO_8859_1);
            String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            return whole.isEmpty() ? List.of() : List.of(whole.split("\n", -1));
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    private static Failure failed(String what, Path path, IOException cause) {
        return new Failure(
                path + " can't be " + what + ": " + cause.getClass().getSimpleName() + ". Nothing was changed.");
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
