package dev.signalbox.query.proof;

import java.util.Arrays;
import java.util.Base64;

/** A signed statement about the log (<a href="https://c2sp.org/tlog-checkpoint">C2SP tlog-checkpoint</a>). */
record Checkpoint(String origin, long size, byte[] root, String note) {

    /** An extension line: the signers say that this key follows theirs. */
    static final String NEXT_KEY = "signalbox-next-key ";

    static Checkpoint sign(String origin, long size, byte[] root, SigningKey key) {
        String body = body(origin, size, root);
        return new Checkpoint(origin, size, root, body + "\n" + key.signatureLine(origin, body));
    }

    static Checkpoint handOver(String origin, long size, byte[] root, SigningKey old, SigningKey next) {
        String body = body(origin, size, root) + NEXT_KEY + next.vkey(origin) + "\n";
        String signatures = old.signatureLine(origin, body) + next.signatureLine(origin, body);
        return new Checkpoint(origin, size, root, body + "\n" + signatures);
    }

    static Checkpoint parse(String note) {
        String[] lines = note.split("\n", 4);
        return new Checkpoint(
                lines[0], Long.parseLong(lines[1]), Base64.getDecoder().decode(lines[2]), note);
    }

    boolean saysTheSameAs(byte[] otherRoot) {
        return Arrays.equals(root, otherRoot);
    }

    private static String body(String origin, long size, byte[] root) {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }
}
