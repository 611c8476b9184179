package dev.signalbox.app.verify;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The checkpoints that were kept outside of the database. */
record CheckpointFiles(List<BufferedReader> files, List<Notes> notes) implements AutoCloseable {

    static CheckpointFiles open(List<Path> paths) throws IOException, SQLException, Tampered {
        CheckpointFiles opened = new CheckpointFiles(new ArrayList<>(), new ArrayList<>());
        try {
            for (Path path : paths) {
                BufferedReader file = Files.newBufferedReader(path);
                opened.files.add(file);
                opened.notes.add(new Notes(path.toString(), Notes.of(file)));
            }
            return opened;
        } catch (IOException | SQLException | Tampered e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        for (BufferedReader file : files) {
            file.close();
        }
    }
}
