package dev.signalbox.app.verify;

import java.io.BufferedReader;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Checkpoints of one source in the order of their making, one in memory at a time. */
final class Notes {

    /** Gives the next note's text, or null at the end. */
    interface Texts {
        @Nullable
        String next() throws IOException, SQLException;
    }

    private final String source;
    private final Texts texts;
    private @Nullable SignedNote next;

    Notes(String source, Texts texts) throws IOException, SQLException, Tampered {
        this.source = source;
        this.texts = texts;
        advance();
    }

    static Texts of(BufferedReader file) {
        return () -> {
            StringBuilder note = new StringBuilder();
            boolean signed = false;
            for (String line = file.readLine(); line != null; line = file.readLine()) {
                if (line.isEmpty() && signed) {
                    return note.toString();
                }
                signed = line.startsWith("\u2014 ");
                note.append(line).append('\n');
            }
            // what a crash left of an append
            return null;
        };
    }

    static Texts of(ResultSet rows) {
        return () -> rows.next() ? rows.getString(1) : null;
    }

    String source() {
        return source;
    }

    @Nullable
    SignedNote peek() {
        return next;
    }

    void advance() throws IOException, SQLException, Tampered {
        SignedNote before = next;
        String text = texts.next();
        next = text == null ? null : SignedNote.parse(text);
        if (before != null && next != null && next.size() < before.size()) {
            throw new Tampered("The checkpoints in " + source + " go back from " + before.size() + " to " + next.size()
                    + " events: first bad position is " + (next.size() + 1) + " or later");
        }
    }
}
