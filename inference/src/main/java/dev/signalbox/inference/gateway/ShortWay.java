package dev.signalbox.inference.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, in front of Reactor Netty: ordinary requests are taken here and passed on as bytes; all others,
 * and those that turn out to be none, go on the long way as if this were not there. One request at a time, in order.
 */
final class ShortWay extends ChannelDuplexHandler {

    private final ShortCalls calls;
    /** What came behind the request that is being answered. */
    private final Queue<Object> behind = new ArrayDeque<>(2);

    private @Nullable ChannelHandlerContext context;
    private @Nullable Opened opened;
    private @Nullable ShortCall call;
    private int onLongWay;
    private boolean passedOn;
    private boolean over;
    private boolean idleHandler = true;
    /** The connection is to be closed when the answer is out. */
    boolean stopping;

    private final Quiet quiet = new Quiet(this::isUsed);

    private ShortWay(ShortCalls calls) {
        this.calls = calls;
    }

    static void install(Channel channel, ShortCalls calls) {
        channel.pipeline().addAfter("signalbox.messages", "signalbox.short", new ShortWay(calls));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("in no pipeline");
        }
        return context;
    }

    @Override
    public void channelRead(ChannelHandlerContext read, Object message) {
        over |= stopping && message instanceof HttpRequest;
        if (over) {
            ReferenceCountUtil.release(message);
        } else if (call != null) {
            behind.add(message);
        } else {
            take(message);
        }
    }

    private void take(Object message) {
        if (message instanceof HttpRequest request) {
            opened = onLongWay == 0 ? calls.open(request) : null;
            if (opened == null) {
                onLongWay++;
                passOn(request);
            }
        } else if (opened != null && message instanceof HttpContent content) {
            add(opened, content);
        } else {
            passOn(message);
        }
    }

    private void passOn(Object message) {
        passedOn = true;
        idleHandler = true;
        context().fireChannelRead(message);
    }

    private void add(Opened request, HttpContent content) {
        request.add(content.content());
        content.release();
        if (content instanceof LastHttpContent) {
            opened = null;
            begin(request);
        }
    }

    private void begin(Opened request) {
        ShortCall begun = calls.call(this, request);
        if (begun == null) {
            detour(request, request.detour());
            return;
        }
        call = begun;
        if (idleHandler) {
            idleHandler = false;
            Quiet.takeOver(context());
        }
        quiet.watch(context());
        begun.start();
    }

    private boolean isUsed() {
        return call != null || opened != null || onLongWay > 0;
    }

    /** The call has come to nothing, and the client has seen nothing of it. */
    void detour(Opened request, Detour detour) {
        call = null;
        leave(request, detour);
        passOn(new DefaultLastHttpContent(request.received()));
        context().fireChannelReadComplete();
        next();
    }

    private void leave(Opened request, Detour detour) {
        context().channel().attr(Detour.KEY).set(detour);
        onLongWay++;
        passOn(request.head);
    }

    /** The answer is out, or on its way out when it is the last one. */
    void done(boolean last) {
        call = null;
        quiet.begins();
        if (last) {
            over = true;
        } else {
            next();
        }
    }

    /** When all that was written is out. */
    void close() {
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private void next() {
        if (!behind.isEmpty()) {
            while (call == null && !behind.isEmpty()) {
                take(behind.remove());
            }
            read();
        }
    }

    private void read() {
        if (onLongWay == 0 && behind.isEmpty()) {
            // also while a call goes on: to learn when the client goes away
            context().read();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext read) {
        if (passedOn) {
            passedOn = false;
            read.fireChannelReadComplete();
        }
        read();
    }

    @Override
    public void write(ChannelHandlerContext write, Object message, ChannelPromise promise) {
        boolean interim = ClientGuard.isInterim(message);
        boolean closes = stopping && onLongWay == 1 && !interim;
        if (closes && message instanceof HttpResponse head) {
            HttpUtil.setKeepAlive(head, false);
        }
        if (message instanceof LastHttpContent && !interim) {
            onLongWay--;
            quiet.begins();
        }
        write.write(message, promise);
        if (closes && message instanceof LastHttpContent) {
            close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext told, Object event) {
        stopping |= event == Stop.EVENT;
        if (stopping && !isUsed()) {
            close();
        }
        told.fireUserEventTriggered(event);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (call != null) {
            call.writable();
        }
        changed.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext gone) {
        quiet.end();
        opened = null;
        if (call != null) {
            call.clientGone();
            call = null;
        }
        behind.forEach(ReferenceCountUtil::release);
        behind.clear();
        gone.fireChannelInactive();
    }

    /** A request that does not come in time, for one, is answered on the long way. */
    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        Opened request = opened;
        if (request != null) {
            opened = null;
            leave(request, request.detour());
            passOn(new DefaultHttpContent(request.received()));
        }
        if (onLongWay > 0 || call == null && !(cause instanceof IOException)) {
            failed.fireExceptionCaught(cause);
        } else {
            // nobody is there any more
            failed.close();
        }
    }
}
