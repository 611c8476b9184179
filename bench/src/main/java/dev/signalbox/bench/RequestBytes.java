package dev.signalbox.bench;

import java.nio.charset.StandardCharsets;

/** Looks into the bytes of HTTP requests, without making anything of them. */
final class RequestBytes {

    private static final byte[] HEAD_END = ascii("\r\n\r\n");
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
    private static final byte[] LENGTH = ascii("content-length:");
    private static final byte[] CHUNKED = ascii("transfer-encoding:");

    private RequestBytes() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** @return how long the first request is, -1 while it isn't all there */
    static int length(byte[] bytes, int end) {
        int head = indexOf(bytes, 0, end, HEAD_END);
        if (head < 0) {
            return -1;
        }
        int body = head + HEAD_END.length;
        int length = 0;
        for (int line = indexOfLine(bytes, 0, head); line >= 0; line = indexOfLine(bytes, line, head)) {
            if (startsWith(bytes, line, LENGTH)) {
                length = number(bytes, line + LENGTH.length);
            } else if (startsWith(bytes, line, CHUNKED)) {
                int last = indexOf(bytes, body, end, LAST_CHUNK);
                return last < 0 ? -1 : last + LAST_CHUNK.length;
            }
        }
        return body + length <= end ? body + length : -1;
    }

    static boolean contains(byte[] bytes, int end, byte[] what) {
        return indexOf(bytes, 0, end, what) >= 0;
    }

    private static int indexOf(byte[] bytes, int from, int end, byte[] what) {
        for (int i = from; i <= end - what.length; i++) {
            int same = 0;
            while (same < what.length && bytes[i + same] == what[same]) {
                same++;
            }
            if (same == what.length) {
                return i;
            }
        }
        return -1;
    }

    /** Where the next line begins. */
    private static int indexOfLine(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    /** @param lowerCase a header's name, which may be in capitals */
    private static boolean startsWith(byte[] bytes, int at, byte[] lowerCase) {
        for (int i = 0; i < lowerCase.length; i++) {
            if ((bytes[at + i] | 0x20) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] bytes, int at) {
        int number = 0;
        for (int i = at; bytes[i] != '\r'; i++) {
            number = bytes[i] == ' ' ? number : number * 10 + bytes[i] - '0';
        }
        return number;
    }
}
