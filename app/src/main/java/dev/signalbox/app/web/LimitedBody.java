package dev.signalbox.app.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.time.Duration;

/** A request whose body ends with an error when it is longer than allowed or takes longer than allowed. */
final class LimitedBody extends HttpServletRequestWrapper {

    private final int most;
    private final long deadline;

    /** The body is larger than allowed. */
    static final class TooLarge extends IOException {
        private final int most;

        TooLarge(int most) {
            this.most = most;
        }

        int most() {
            return most;
        }
    }

    /** The client sends, but so slowly that it never ends. */
    static final class TooSlow extends IOException {}

    LimitedBody(HttpServletRequest request, int most, Duration patience) {
        super(request);
        this.most = most;
        deadline = System.nanoTime() + patience.toNanos();
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new Counting(super.getInputStream());
    }

    private final class Counting extends ServletInputStream {
        private final ServletInputStream body;
        private long read;

        Counting(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (System.nanoTime() - deadline > 0) {
                setAttribute(DroppedBodies.DROP, true);
                throw new TooSlow();
            }
            int count = body.read(target, offset, length);
            read += Math.max(count, 0);
            if (read > most) {
                throw new TooLarge(most);
            }
            return count;
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
