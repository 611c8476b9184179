package dev.signalbox.app.resilience;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looks for words in a heap dump, as bytes and as characters. Netty's receive buffers are let off: they may hold what a
 * provider said that repeats the key, until something else is received there.
 */
final class HeapDump {

    private static final String ECHO = "Incorrect API key: Bearer ";
    private static final int AROUND = 200;

    private HeapDump() {}

    /** What stands around each of them. */
    static List<String> occurrences(Path dump, List<String> words) throws IOException {
        assertThat(dump).isNotEmptyFile();
        List<String> found = new ArrayList<>();
        try (FileChannel file = FileChannel.open(dump)) {
            ByteBuffer bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
            for (String word : words) {
                look(bytes, word, ISO_8859_1, found);
                look(bytes, word, UTF_16BE, found);
            }
        }
        return found;
    }

    /** Horspool's search: a dump has hundreds of megabytes, and this looks at few of its bytes. */
    private static void look(ByteBuffer bytes, String word, Charset charset, List<String> found) {
        byte[] wanted = word.getBytes(charset);
        int last = wanted.length - 1;
        int[] skip = new int[256];
        Arrays.fill(skip, wanted.length);
        for (int i = 0; i < last; i++) {
            skip[wanted[i] & 0xff] = last - i;
        }
        for (int at = 0; at + last < bytes.limit(); at += skip[bytes.get(at + last) & 0xff]) {
            if (bytes.get(at + last) == wanted[last] && isAt(bytes, at, wanted)) {
                String text = around(bytes, at, charset);
                if (charset == UTF_16BE || !text.contains(ECHO + word)) {
                    found.add(word + " in " + charset + ": " + text);
                }
            }
        }
    }

    private static boolean isAt(ByteBuffer bytes, int at, byte[] wanted) {
        return bytes.slice(at, wanted.length).equals(ByteBuffer.wrap(wanted));
    }

    private static String around(ByteBuffer bytes, int at, Charset charset) {
        int from = Math.max(0, at - AROUND);
        byte[] text = new byte[Math.min(2 * AROUND, bytes.limit() - from)];
        bytes.get(from, text);
        return new String(text, charset);
    }
}
