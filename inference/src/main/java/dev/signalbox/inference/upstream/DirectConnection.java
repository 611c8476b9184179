package dev.signalbox.inference.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a provider on which one request after the other passes as bytes. All its waiting is looked after by one
 * task, which a request moves by setting a time: a timer for each would cost more than it is worth.
 */
public final class DirectConnection extends ChannelInboundHandlerAdapter {

    private static final String WATCH = "signalbox.watch";
    private static final int MAX_CHUNK = 64 << 10;
    private static final long MAX_IDLE = Duration.ofSeconds(30).toNanos();
    private static final long NEVER = Duration.ofDays(3650).toNanos();

    private final DirectPool pool;
    private @Nullable ChannelHandlerContext context;
    private @Nullable DirectAnswer answer;
    private boolean begun;
    private boolean interim;
    private boolean kept;
    private boolean watched;
    private long deadline;
    private long wakesAt;
    private @Nullable Future<?> task;

    private DirectConnection(DirectPool pool) {
        this.pool = pool;
    }

    static void install(Channel channel, DirectPool pool) {
        HttpDecoderConfig config =
                new HttpDecoderConfig().setMaxHeaderSize(32 << 10).setMaxChunkSize(MAX_CHUNK);
        channel.pipeline().addLast(new HttpResponseDecoder(config), new DirectConnection(pool));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("in no pipeline");
        }
        return context;
    }

    /** @param patience until all of an answer, or {@link #watch}, in nanoseconds */
    public void send(ByteBuf request, DirectAnswer to, long patience) {
        answer = to;
        begun = false;
        interim = false;
        expire(patience);
        context().writeAndFlush(request, context().voidPromise());
    }

    public void read() {
        context().read();
    }

    /** From now on this handler looks after the time; it goes when the answer is over. */
    public void watch(ChannelHandler watch) {
        watched = true;
        expire(NEVER);
        context().pipeline().addBefore(context().name(), WATCH, watch);
    }

    boolean isOpen() {
        return context().channel().isActive();
    }

    /** Gives a connection back on which nothing was sent. */
    public void release() {
        expire(MAX_IDLE);
        pool.idle(this);
    }

    /** Nothing more is told. */
    public void close() {
        answer = null;
        context().close();
    }

    private void expire(long nanos) {
        long now = System.nanoTime();
        deadline = now + nanos;
        if (task != null && deadline - wakesAt < 0) {
            task.cancel(false);
            task = null;
        }
        if (task == null && nanos != NEVER) {
            wakeAt(deadline, nanos);
        }
    }

    private void wakeAt(long time, long nanos) {
        wakesAt = time;
        task = context().executor().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        task = null;
        long left = deadline - System.nanoTime();
        if (left > 0) {
            wakeAt(deadline, left);
        } else if (answer == null) {
            close();
        } else {
            fail(new TimeoutException());
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        active.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext read, Object message) {
        if (answer == null
                || !(message instanceof HttpObject part)
                || part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            // an answer to no question, or one that can't be understood
            fail(new ClosedChannelException());
            return;
        }
        if (message instanceof HttpResponse head) {
            interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (!interim) {
                begun = true;
                kept = HttpUtil.isKeepAlive(head);
                answer.head(head);
            }
        }
        if (message instanceof HttpContent content) {
            content(content);
        }
    }

    private void content(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        DirectAnswer to = answer;
        if (interim || to == null) {
            content.release();
        } else {
            if (last) {
                end();
            }
            try {
                to.content(content.content(), last);
            } catch (RuntimeException e) {
                if (!last) {
                    throw e;
                }
                // this connection is free again, and would tell nobody
                to.failed(e, true);
            }
        }
    }

    private void end() {
        answer = null;
        if (watched) {
            watched = false;
            context().pipeline().remove(WATCH);
        }
        if (kept && context().channel().isActive()) {
            release();
        } else {
            context().close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext read) {
        if (answer == null) {
            // to learn when the other side gives it up
            read.read();
        } else {
            answer.pause();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext gone) {
        pool.closed(this);
        if (task != null) {
            task.cancel(false);
        }
        fail(new ClosedChannelException());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        fail(cause);
    }

    private void fail(Throwable cause) {
        DirectAnswer to = answer;
        close();
        if (to != null) {
            to.failed(cause, begun);
        }
    }
}
