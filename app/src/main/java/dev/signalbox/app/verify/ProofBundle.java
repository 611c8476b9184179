package dev.signalbox.app.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One entry with its way up to a signed root; needs nothing else but a public key. */
record ProofBundle(long position, byte[] entry, List<byte[]> hashes, SignedNote checkpoint) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] HEAD = "signalbox-event/1\n".getBytes(StandardCharsets.US_ASCII);

    static ProofBundle parse(String text) throws Tampered {
        try {
            JsonNode json = JSON.readTree(text);
            List<byte[]> hashes = new ArrayList<>();
            json.required("hashes")
                    .forEach(hash -> hashes.add(Base64.getDecoder().decode(hash.asString())));
            return new ProofBundle(
                    json.required("position").asLong(),
                    Base64.getDecoder().decode(json.required("entry").asString()),
                    hashes,
                    SignedNote.parse(json.required("checkpoint").asString()));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new Tampered("the bundle is malformed");
        }
    }

    void check(Set<VerifierKey> trusted) throws Tampered {
        if (trusted.stream().noneMatch(checkpoint::isSignedBy)) {
            throw new Tampered("the bundle's checkpoint is not signed by a trusted key");
        }
        if (positionInEntry() != position) {
            throw new Tampered("position " + position + ": the bundle's entry is of another position");
        }
        if (!Arrays.equals(root(), checkpoint.root())) {
            throw new Tampered("position " + position + ": the entry is not in the log that was signed");
        }
    }

    private long positionInEntry() throws Tampered {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(entry);
            byte[] head = new byte[HEAD.length];
            bytes.get(head);
            if (!Arrays.equals(head, HEAD) || bytes.get() != 1) {
                throw new Tampered("position " + position + ": the bundle's entry has an unknown form");
            }
            byte[] number = new byte[Math.min(bytes.getInt(), 20)];
            bytes.get(number);
            return Long.parseLong(new String(number, StandardCharsets.US_ASCII));
        } catch (RuntimeException e) {
            throw new Tampered("position " + position + ": the bundle's entry is malformed");
        }
    }

    /** RFC 9162, section 2.1.3.2. */
    private byte[] root() throws Tampered {
        long index = position - 1;
        long last = checkpoint.size() - 1;
        if (index < 0 || index > last) {
            throw new Tampered("position " + position + ": the checkpoint does not cover it");
        }
        byte[] hash = Sha.ofLeaf(entry);
        for (byte[] sibling : hashes) {
            if (last == 0) {
                throw new Tampered("position " + position + ": the proof is too long");
            }
            if ((index & 1) == 1 || index == last) {
                hash = Sha.ofPair(sibling, hash);
                while ((index & 1) == 0 && index != 0) {
                    index >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Sha.ofPair(hash, sibling);
            }
            index >>= 1;
            last >>= 1;
        }
        if (last != 0) {
            throw new Tampered("position " + position + ": the proof is too short");
        }
        return hash;
    }
}
