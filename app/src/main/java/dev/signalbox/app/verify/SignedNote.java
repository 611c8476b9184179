package dev.signalbox.app.verify;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as text.
 *
 * @param body what is signed: origin, size, root hash, perhaps more lines
 * @param nextKey the key that the signers hand over to
 */
record SignedNote(
        String origin,
        long size,
        byte[] root,
        String body,
        List<Signature> signatures,
        @Nullable VerifierKey nextKey) {

    private static final String NEXT_KEY = "signalbox-next-key ";

    /** @param bytes four of the key's id, then the signature */
    record Signature(String name, byte[] bytes) {}

    static SignedNote parse(String text) throws Tampered {
        int end = text.indexOf("\n\n");
        try {
            String body = text.substring(0, end + 1);
            List<String> lines = body.lines().toList();
            VerifierKey next = null;
            for (String line : lines.subList(3, lines.size())) {
                if (line.startsWith(NEXT_KEY)) {
                    next = VerifierKey.parse(line.substring(NEXT_KEY.length()));
                }
            }
            byte[] root = Base64.getDecoder().decode(lines.get(2));
            return new SignedNote(
                    lines.get(0), Long.parseLong(lines.get(1)), root, body, signatures(text.substring(end + 2)), next);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new Tampered("A checkpoint is malformed: " + text.strip());
        }
    }

    private static List<Signature> signatures(String text) {
        List<Signature> signatures = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] parts = line.split(" ", -1);
            if (parts.length != 3 || !parts[0].equals("\u2014")) {
                throw new IllegalArgumentException(line);
            }
            signatures.add(new Signature(parts[1], Base64.getDecoder().decode(parts[2])));
        }
        return signatures;
    }

    boolean isSignedBy(VerifierKey key) {
        return signatures.stream().anyMatch(signature -> key.hasMade(signature, body));
    }
}
