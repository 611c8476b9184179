package dev.signalbox.app.verify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The right edge of a growing tree: one hash for each bit of its size that is set, however many leaves there were. */
final class Frontier {

    private final Deque<byte[]> peaks = new ArrayDeque<>();
    private long size;

    void add(byte[] leafHash) {
        byte[] peak = leafHash;
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            peak = Sha.ofPair(peaks.pop(), peak);
        }
        peaks.push(peak);
        size++;
    }

    long size() {
        return size;
    }

    byte[] root() {
        if (peaks.isEmpty()) {
            return Sha.ofNothing();
        }
        Iterator<byte[]> fromSmallest = peaks.iterator();
        byte[] root = fromSmallest.next();
        while (fromSmallest.hasNext()) {
            root = Sha.ofPair(fromSmallest.next(), root);
        }
        return root;
    }
}
