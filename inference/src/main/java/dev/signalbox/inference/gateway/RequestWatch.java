package dev.signalbox.inference.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections on which a request comes in too slowly, be it its head or its body. A request that is there at once, as
 * almost all are, costs two flags and no timer.
 */
final class RequestWatch extends ChannelInboundHandlerAdapter {

    private final long head;
    private final long pause;
    private final long total;
    private boolean inBody;
    private boolean decoded;
    private long began;
    private long last;
    private @Nullable Future<?> task;

    /**
     * @param head how long a request's head may take to come in
     * @param pause between two pieces of its body
     * @param total for all of it
     */
    RequestWatch(Duration head, Duration pause, Duration total) {
        this.head = head.toNanos();
        this.pause = pause.toNanos();
        this.total = total.toNanos();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        decoded = true;
        if (message instanceof HttpRequest) {
            inBody = true;
        }
        if (message instanceof LastHttpContent) {
            inBody = false;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // bytes came, but they were no whole head yet
        boolean inHead = !inBody && !decoded;
        decoded = false;
        if (inHead || inBody) {
            last = System.nanoTime();
            if (task == null) {
                began = last;
                task = next(context, Math.min(head, pause));
            }
        } else {
            stop();
        }
        context.fireChannelReadComplete();
    }

    private void look(ChannelHandlerContext context) {
        long now = System.nanoTime();
        long left = inBody ? Math.min(pause - (now - last), total - (now - began)) : head - (now - began);
        if (left > 0) {
            task = next(context, left);
        } else {
            context.close();
        }
    }

    private Future<?> next(ChannelHandlerContext context, long nanos) {
        return context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
    }

    private void stop() {
        if (task != null) {
            task.cancel(false);
            task = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }
}
