package dev.signalbox.app.verify;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes once through the events, from the first on, with the checkpoints beside; ends at the first thing that is wrong. */
final class Verification {

    private final List<Notes> sources;
    private final Set<VerifierKey> trusted;
    private final Frontier frontier = new Frontier();
    private long checked;
    private long covered;
    private @Nullable String origin;

    Verification(List<Notes> sources, Set<VerifierKey> trusted) {
        this.sources = sources;
        this.trusted = trusted;
    }

    long events() {
        return frontier.size();
    }

    /** How many checkpoints were seen, and up to which position the last of them reaches. */
    long checkpoints() {
        return checked;
    }

    long covered() {
        return covered;
    }

    void begin() throws Tampered, IOException, SQLException {
        compare();
    }

    void next(LogEntry entry) throws Tampered, IOException, SQLException {
        long expected = frontier.size() + 1;
        if (entry.position() > expected) {
            throw new Tampered(
                    "position " + expected + ": the event was removed (the next one is at " + entry.position() + ")");
        }
        if (entry.position() < expected) {
            throw new Tampered(
                    "position " + expected + ": the event was inserted or moved, it says position " + entry.position());
        }
        byte[] leaf = Sha.ofLeaf(entry.canonical());
        byte[] stored = entry.storedLeaf();
        if (stored != null && !Arrays.equals(leaf, stored)) {
            throw new Tampered("position " + expected + ": the event is not the one that the tree has");
        }
        frontier.add(leaf);
        compare();
    }

    /** @param leaves how many leaves the stored tree has, 0 when unknown */
    void end(long leaves) throws Tampered {
        long most = leaves;
        for (Notes notes : sources) {
            SignedNote note = notes.peek();
            if (note != null) {
                requireTrusted(note, notes.source());
                most = Math.max(most, note.size());
            }
        }
        if (most > frontier.size()) {
            throw new Tampered("position " + (frontier.size() + 1) + ": the event was removed, and all behind it ("
                    + (most == leaves ? "the tree has " : "a checkpoint covers ") + most + ")");
        }
    }

    private void compare() throws Tampered, IOException, SQLException {
        long good = covered;
        for (Notes notes : sources) {
            for (SignedNote note = notes.peek(); note != null && note.size() == frontier.size(); note = notes.peek()) {
                check(note, notes.source(), good);
                notes.advance();
            }
        }
    }

    private void check(SignedNote note, String source, long good) throws Tampered {
        requireTrusted(note, source);
        if (!Arrays.equals(note.root(), frontier.root())) {
            String where = good + 1 >= note.size()
                    ? "position " + note.size()
                    : "positions " + (good + 1) + " to " + note.size() + " (first bad position among them)";
            throw new Tampered(where + ": not the events that were signed, says the checkpoint of size " + note.size()
                    + " in " + source);
        }
        VerifierKey next = note.nextKey();
        if (next != null && note.isSignedBy(next)) {
            trusted.add(next);
        }
        checked++;
        covered = note.size();
    }

    private void requireTrusted(SignedNote note, String source) throws Tampered {
        if (trusted.stream().noneMatch(note::isSignedBy)) {
            throw new Tampered("the checkpoint of size " + note.size() + " in " + source
                    + " is not signed by a trusted key; good up to position " + covered);
        }
        if (origin != null && !origin.equals(note.origin())) {
            throw new Tampered("the checkpoint of size " + note.size() + " in " + source + " is of another log, "
                    + note.origin() + "; good up to position " + covered);
        }
        origin = note.origin();
    }
}
