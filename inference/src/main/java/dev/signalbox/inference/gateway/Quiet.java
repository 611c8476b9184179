package dev.signalbox.inference.gateway;

import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/** Closes a connection that nobody has used for a time. One task looks now and then; a request only notes the time. */
final class Quiet {

    static final Duration LONGEST = Duration.ofSeconds(75);

    private final BooleanSupplier busy;
    private long since;
    private @Nullable Future<?> task;

    Quiet(BooleanSupplier busy) {
        this.busy = busy;
    }

    /** From the first time on. */
    void watch(ChannelHandlerContext context) {
        if (task == null) {
            begins();
            after(context, LONGEST.toNanos());
        }
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
        if (task != null) {
            task.cancel(false);
        }
    }

    private void after(ChannelHandlerContext context, long nanos) {
        task = context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext context) {
        long left = LONGEST.toNanos() - (System.nanoTime() - since);
        boolean used = busy.getAsBoolean();
        if (used || left > 0) {
            after(context, used ? LONGEST.toNanos() : left);
        } else {
            context.close();
        }
    }
}
