package dev.signalbox.app.web;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.Constants;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP as Tomcat speaks it, but a request's head has to be there in time, and so has the rest of a body that nobody wants to
 * read. Tomcat's own limit is for each read, so that a byte every few seconds would keep a connection for ever.
 */
public final class PromptHeads extends Http11NioProtocol {

    private final Set<Watched> processors = Collections.newSetFromMap(new WeakHashMap<>());
    private volatile Duration patience = Duration.ofSeconds(10);

    void setPatience(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void start() throws Exception {
        super.start();
        long period = Math.max(50, Math.min(1000, patience.toMillis() / 4));
        getUtilityExecutor().scheduleWithFixedDelay(this::closeSlow, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    protected Processor createProcessor() {
        Watched processor = new Watched(this, getAdapter());
        synchronized (processors) {
            processors.add(processor);
        }
        return processor;
    }

    private void closeSlow() {
        List<Watched> all;
        synchronized (processors) {
            all = List.copyOf(processors);
        }
        long now = System.nanoTime();
        all.forEach(processor -> processor.closeIfSlow(now, patience.toNanos()));
    }

    private static final class Watched extends Http11Processor {

        private long leftOver = -1;

        Watched(Http11NioProtocol protocol, Adapter adapter) {
            super(protocol, adapter);
        }

        /** A processor serves one connection after another: the connection is taken first, then looked at. */
        void closeIfSlow(long now, long patience) {
            SocketWrapperBase<?> socket = getSocketWrapper();
            int stage = request.getRequestProcessor().getStage();
            if (stage == Constants.STAGE_ENDINPUT) {
                leftOver = leftOver < 0 ? now : leftOver;
                close(socket, now - leftOver > patience);
                return;
            }
            leftOver = -1;
            // after each incomplete read of a head the stage is "ended"; a streamed answer is asynchronous
            boolean inHead = stage == Constants.STAGE_PARSE || stage == Constants.STAGE_ENDED;
            long began = request.getStartTimeNanos();
            close(socket, inHead && began >= 0 && !isAsync() && now - began > patience);
        }

        private static void close(@Nullable SocketWrapperBase<?> socket, boolean slow) {
            if (slow && socket != null) {
                socket.close();
            }
        }
    }
}
