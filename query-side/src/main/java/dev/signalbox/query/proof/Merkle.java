package dev.signalbox.query.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Tree hashes and proofs of <a href="https://www.rfc-editor.org/rfc/rfc6962#section-2.1">RFC 6962, 2.1</a>. */
final class Merkle {

    private Merkle() {}

    /** Hashes of complete subtrees: {@code index}th one of 2^level leaves. */
    interface Nodes {
        byte[] hash(int level, long index);
    }

    static byte[] leaf(byte[] content) {
        return digest((byte) 0, content);
    }

    static byte[] node(byte[] left, byte[] right) {
        return digest((byte) 1, left, right);
    }

    static byte[] root(Nodes nodes, long size) {
        return size == 0 ? sha256().digest() : range(nodes, 0, size);
    }

    /** MTH(D[start:end]), where start is a multiple of the largest power of two that fits. */
    private static byte[] range(Nodes nodes, long start, long end) {
        long size = end - start;
        if (Long.bitCount(size) == 1) {
            int level = Long.numberOfTrailingZeros(size);
            return nodes.hash(level, start >> level);
        }
        long middle = start + split(size);
        return node(range(nodes, start, middle), range(nodes, middle, end));
    }

    /** PATH(m, D[n]). */
    static List<byte[]> inclusion(Nodes nodes, long index, long size) {
        List<byte[]> path = new ArrayList<>();
        long start = 0;
        long end = size;
        while (end - start > 1) {
            long middle = start + split(end - start);
            if (index < middle) {
                path.addFirst(range(nodes, middle, end));
                end = middle;
            } else {
                path.addFirst(range(nodes, start, middle));
                start = middle;
            }
        }
        return path;
    }

    /** PROOF(m, D[n]); nothing has to be shown for an empty beginning. */
    static List<byte[]> consistency(Nodes nodes, long from, long to) {
        List<byte[]> path = new ArrayList<>();
        if (from == 0 || from == to) {
            return path;
        }
        long start = 0;
        long end = to;
        while (end != from) {
            long middle = start + split(end - start);
            if (from <= middle) {
                path.addFirst(range(nodes, middle, end));
                end = middle;
            } else {
                path.addFirst(range(nodes, start, middle));
                start = middle;
            }
        }
        if (start > 0) {
            path.addFirst(range(nodes, start, end));
        }
        return path;
    }

    /** The largest power of two smaller than the size. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    private static byte[] digest(byte prefix, byte[]... parts) {
        MessageDigest sha = sha256();
        sha.update(prefix);
        for (byte[] part : parts) {
            sha.update(part);
        }
        return sha.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
