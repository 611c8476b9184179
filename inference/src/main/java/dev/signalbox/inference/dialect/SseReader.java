package dev.signalbox.inference.dialect;

import java.io.ByteArrayOutputStream;

/** Cuts the bytes of a stream into the data of its events; holds no more than one of them. */
final class SseReader {

    /** More than any provider's largest event. */
    private static final int MAX_EVENT = 8 << 20;

    /** Told of each event that has data. */
    interface Events {
        void event(byte[] data);
    }

    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private final ByteArrayOutputStream data = new ByteArrayOutputStream(256);
    private boolean afterReturn;

    void feed(byte[] bytes, Events events) {
        for (byte b : bytes) {
            boolean second = afterReturn && b == '\n';
            afterReturn = b == '\r';
            if (b == '\n' || b == '\r') {
                if (!second) {
                    endLine(events);
                }
            } else {
                line.write(b);
            }
        }
        if (line.size() + data.size() > MAX_EVENT) {
            throw new MalformedAnswerException("An event is too large");
        }
    }

    private void endLine(Events events) {
        byte[] text = line.toByteArray();
        line.reset();
        if (text.length == 0) {
            if (data.size() > 0) {
                byte[] event = data.toByteArray();
                data.reset();
                events.event(event);
            }
        } else if (text.length >= 5
                && text[0] == 'd'
                && text[1] == 'a'
                && text[2] == 't'
                && text[3] == 'a'
                && text[4] == ':') {
            int from = text.length > 5 && text[5] == ' ' ? 6 : 5;
            if (data.size() > 0) {
                data.write('\n');
            }
            data.write(text, from, text.length - from);
        }
    }
}
