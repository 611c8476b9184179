package dev.signalbox.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One client of {@link Upstream}; the answers' buffers are everybody's, so it keeps to itself how far it is. */
final class UpstreamConnection {

    private static final byte[] STREAM = RequestBytes.ascii("\"stream\":true");
    private static final byte[] STREAM_SPACED = RequestBytes.ascii("\"stream\": true");
    private static final byte[] PACED = RequestBytes.ascii("\"user\":\"paced\"");

    private final SocketChannel channel;
    private final SelectionKey key;
    private final byte[] bytes = new byte[16 * 1024];
    private final ByteBuffer input = ByteBuffer.wrap(bytes);
    private ByteBuffer @Nullable [] answer;
    private int part;
    private int offset;
    private boolean paced;

    UpstreamConnection(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    boolean isPaced() {
        return paced && answer != null;
    }

    void close() throws IOException {
        answer = null;
        channel.close();
    }

    /** @throws IOException also when nobody is there any more */
    void read() throws IOException {
        if (channel.read(input) < 0) {
            throw new EOFException();
        }
        if (answer == null) {
            next();
        }
    }

    private void next() throws IOException {
        int length = RequestBytes.length(bytes, input.position());
        if (length < 0) {
            if (!input.hasRemaining()) {
                throw new IOException("A request of more than " + bytes.length + " bytes");
            }
            return;
        }
        boolean stream =
                RequestBytes.contains(bytes, length, STREAM) || RequestBytes.contains(bytes, length, STREAM_SPACED);
        paced = stream && RequestBytes.contains(bytes, length, PACED);
        answer =
                bytes[0] == 'G' ? UpstreamAnswers.MODELS : stream ? UpstreamAnswers.STREAM : UpstreamAnswers.COMPLETION;
        input.flip().position(length);
        input.compact();
        write();
    }

    /** All of what is left, or when paced the next event. */
    void write() throws IOException {
        for (ByteBuffer[] writes = answer; writes != null; writes = paced ? null : answer) {
            ByteBuffer piece = writes[part];
            piece.position(offset);
            channel.write(piece);
            if (piece.hasRemaining()) {
                offset = piece.position();
                key.interestOps(SelectionKey.OP_WRITE);
                return;
            }
            offset = 0;
            part++;
            if (part == writes.length) {
                part = 0;
                answer = null;
            }
        }
        if (key.interestOps() != SelectionKey.OP_READ) {
            key.interestOps(SelectionKey.OP_READ);
        }
        if (answer == null && input.position() > 0) {
            next();
        }
    }
}
