package dev.signalbox.inference.gateway;

import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import reactor.netty.NettyPipeline;

/** Closes a connection that nobody has used for a time. One task looks now and then; a request only notes the time. */
final class Quiet {

    static final Duration LONGEST = Duration.ofSeconds(75);

    private final ChannelHandlerContext context;
    private final BooleanSupplier busy;
    private long since;
    private Future<?> task;

    Quiet(ChannelHandlerContext context, BooleanSupplier busy) {
        this.context = context;
        this.busy = busy;
        since = System.nanoTime();
        task = after(LONGEST.toNanos());
    }

    /** Reactor Netty's own knows nothing of requests that it does not see. */
    static void takeOver(ChannelHandlerContext context) {
        if (context.pipeline().get(NettyPipeline.IdleTimeoutHandler) != null) {
            context.pipeline().remove(NettyPipeline.IdleTimeoutHandler);
        }
    }

    void begins() {
        since = System.nanoTime();
    }

    void end() {
        task.cancel(false);
    }

    private Future<?> after(long nanos) {
        return context.executor().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        long left = LONGEST.toNanos() - (System.nanoTime() - since);
        boolean used = busy.getAsBoolean();
        if (used || left > 0) {
            task = after(used ? LONGEST.toNanos() : left);
        } else {
            context.close();
        }
    }
}
