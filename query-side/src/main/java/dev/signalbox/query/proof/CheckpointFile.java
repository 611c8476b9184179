package dev.signalbox.query.proof;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code $SIGNALBOX_HOME/checkpoints}: what whoever can write the database can't change. Notes, each with a blank line behind. */
@Component
class CheckpointFile {

    private final Path file;
    private final Set<String> notesOfLastSize = new HashSet<>();
    private @Nullable Checkpoint last;

    CheckpointFile(ProofProperties properties) throws IOException {
        this.file = properties.home().resolve("checkpoints");
        if (Files.exists(file)) {
            cutTornTail(read());
        } else {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file, asFileAttribute(fromString("rw-------")));
        }
    }

    synchronized @Nullable Checkpoint last() {
        return last;
    }

    /** On the disk when it returns; a note that is there already is not written again. */
    synchronized void append(Checkpoint checkpoint) throws IOException {
        if (notesOfLastSize.contains(checkpoint.note())) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(checkpoint.note() + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        remember(checkpoint);
    }

    private void remember(Checkpoint checkpoint) {
        Checkpoint before = last;
        if (before != null && before.size() != checkpoint.size()) {
            notesOfLastSize.clear();
        }
        notesOfLastSize.add(checkpoint.note());
        last = checkpoint;
    }

    /** @return how many bytes are whole notes */
    private long read() throws IOException {
        long whole = 0;
        StringBuilder note = new StringBuilder();
        boolean signed = false;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isEmpty() && signed) {
                    remember(Checkpoint.parse(note.toString()));
                    whole += note.toString().getBytes(StandardCharsets.UTF_8).length + 1;
                    note.setLength(0);
                    signed = false;
                    continue;
                }
                signed = line.startsWith("\u2014 ");
                note.append(line).append('\n');
            }
        }
        return whole;
    }

    /** A crash in the middle of an append; nobody was told of that checkpoint. */
    private void cutTornTail(long whole) throws IOException {
        if (Files.size(file) > whole) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
                channel.force(true);
            }
        }
    }
}
