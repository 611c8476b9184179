package dev.signalbox.query.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The leaves, roots and proofs that the Certificate Transparency implementations test with. */
class MerkleTest {

    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private final Merkle.Nodes nodes = MerkleTest::complete;

    private static byte[] complete(int level, long index) {
        return level == 0
                ? Merkle.leaf(HexFormat.of().parseHex(LEAVES.get((int) index)))
                : Merkle.node(complete(level - 1, 2 * index), complete(level - 1, 2 * index + 1));
    }

    @Test
    void rootsAreTheKnownOnes() {
        assertThat(hex(Merkle.root(nodes, 0)))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(hex(Merkle.root(nodes, 1)))
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assertThat(hex(Merkle.root(nodes, 7)))
                .isEqualTo("ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c");
        assertThat(hex(Merkle.root(nodes, 8)))
                .isEqualTo("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }

    @Test
    void inclusionProofsAreTheKnownOnes() {
        assertThat(Merkle.inclusion(nodes, 0, 1)).isEmpty();
        assertThat(Merkle.inclusion(nodes, 0, 8).stream().map(MerkleTest::hex))
                .containsExactly(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        assertThat(Merkle.inclusion(nodes, 2, 3).stream().map(MerkleTest::hex))
                .containsExactly("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    }

    /** RFC 9162, section 2.1.4.2. */
    @Test
    void consistencyProofsLeadFromEveryRootToEveryLaterOne() {
        for (int from = 1; from <= 8; from++) {
            for (int to = from + 1; to <= 8; to++) {
                List<byte[]> path = new ArrayList<>(Merkle.consistency(nodes, from, to));
                byte[] first = Merkle.root(nodes, from);
                if (Integer.bitCount(from) == 1) {
                    path.addFirst(first);
                }
                List<byte[]> roots = follow(path, from, to);
                assertThat(roots.get(0)).as(from + " to " + to).isEqualTo(first);
                assertThat(roots.get(1)).as(from + " to " + to).isEqualTo(Merkle.root(nodes, to));
            }
        }
    }

    private static List<byte[]> follow(List<byte[]> path, int from, int to) {
        int fn = from - 1;
        int sn = to - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        byte[] fr = path.getFirst();
        byte[] sr = path.getFirst();
        for (byte[] c : path.subList(1, path.size())) {
            if ((fn & 1) == 1 || fn == sn) {
                fr = Merkle.node(c, fr);
                sr = Merkle.node(c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = Merkle.node(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        assertThat(sn).isZero();
        return Arrays.asList(fr, sr);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
