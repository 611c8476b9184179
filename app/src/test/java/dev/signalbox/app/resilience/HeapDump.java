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
import java.util.stream.Stream;

/**
 * Looks for words in a heap dump, as bytes and as characters. Netty's receive buffers are let off: they may hold what a
 * provider said that repeats the key, until something else is received there.
 */
final class HeapDump {

    private static final String ECHO = "Incorrect API key: Bearer ";
    private static final int AROUND = 200;
    private static final int CHUNK = 1 << 24;

    private HeapDump() {}

    private record Word(String text, Charset charset, byte[] bytes) {}

    /** What stands around each of them. */
    static List<String> occurrences(Path dump, List<String> words) throws IOException {
        assertThat(dump).isNotEmptyFile();
        List<Word> wanted = words.stream()
                .flatMap(word -> Stream.of(ISO_8859_1, UTF_16BE)
                        .map(charset -> new Word(word, charset, word.getBytes(charset))))
                .toList();
        List<String> found = new ArrayList<>();
        try (FileChannel file = FileChannel.open(dump)) {
            for (long from = 0; from < file.size(); from += CHUNK) {
                long before = Math.min(from, AROUND);
                look(read(file, from - before), (int) before, wanted, found);
            }
        }
        return found;
    }

    /** A chunk with what stands around the words that begin in it. */
    private static byte[] read(FileChannel file, long from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK + 2 * AROUND, file.size() - from));
        while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) >= 0) {}
        return buffer.array();
    }

    private static void look(byte[] bytes, int from, List<Word> words, List<String> found) {
        boolean[] first = new boolean[256];
        words.forEach(word -> first[word.bytes()[0] & 0xff] = true);
        for (int at = from; at < Math.min(bytes.length, from + CHUNK); at++) {
            if (first[bytes[at] & 0xff]) {
                for (Word word : words) {
                    int end = at + word.bytes().length;
                    if (end <= bytes.length && Arrays.equals(bytes, at, end, word.bytes(), 0, word.bytes().length)) {
                        note(bytes, at, word, found);
                    }
                }
            }
        }
    }

    private static void note(byte[] bytes, int at, Word word, List<String> found) {
        String text = around(bytes, at, word.charset());
        if (word.charset() == UTF_16BE || !text.contains(ECHO + word.text())) {
            found.add(word.text() + " in " + word.charset() + ": " + text);
        }
    }

    private static String around(byte[] bytes, int at, Charset charset) {
        int from = Math.max(0, at - AROUND);
        return new String(bytes, from, Math.min(2 * AROUND, bytes.length - from), charset);
    }
}
