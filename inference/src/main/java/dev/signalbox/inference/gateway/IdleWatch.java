package dev.signalbox.inference.gateway;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches a provider's connection from the first content on. A pause is the provider's only while more is wanted of it;
 * while its chunks are not taken, it is the client's. Reading only notes the time: one task looks after it.
 */
final class IdleWatch extends ChannelDuplexHandler {

    /** Which limit was passed. */
    static final class Ended extends RuntimeException {

        private final FailureClass failure;

        Ended(FailureClass failure) {
            super(failure.name(), null, false, false);
            this.failure = failure;
        }

        FailureClass failure() {
            return failure;
        }
    }

    private final long idle;
    private final long stall;
    private final long total;
    private final long end;
    private boolean wanted = true;
    private long since = System.nanoTime();
    private @Nullable Future<?> task;

    /**
     * @param idle the provider's longest pause
     * @param stall the client's
     * @param total how long all of it may take
     */
    IdleWatch(Duration idle, Duration stall, Duration total) {
        this.idle = idle.toNanos();
        this.stall = stall.toNanos();
        this.total = total.toNanos();
        end = System.nanoTime() + this.total;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        next(context, Math.min(Math.min(idle, stall), total));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (task != null) {
            task.cancel(false);
        }
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (!wanted) {
            wanted = true;
            since = System.nanoTime();
        }
        context.read();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        wanted = false;
        since = System.nanoTime();
        context.fireChannelReadComplete();
    }

    private void look(ChannelHandlerContext context) {
        if (context.isRemoved()) {
            return;
        }
        long now = System.nanoTime();
        long left = (wanted ? idle : stall) - (now - since);
        if (end - now <= 0) {
            end(context, FailureClass.TOTAL_TIMEOUT);
        } else if (left <= 0) {
            end(context, wanted ? FailureClass.IDLE_TIMEOUT : FailureClass.CLIENT_STALLED);
        } else {
            // the limit that counts may be the shorter one by then
            next(context, Math.min(Math.min(left, end - now), idle));
        }
    }

    private void next(ChannelHandlerContext context, long nanos) {
        task = context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
    }

    private static void end(ChannelHandlerContext context, FailureClass failure) {
        context.fireExceptionCaught(new Ended(failure));
        context.close();
    }
}
