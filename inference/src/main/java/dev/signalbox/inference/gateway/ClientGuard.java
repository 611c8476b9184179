package dev.signalbox.inference.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Around the HTTP codec of one connection of the data plane: a head of a request has to be there in time, however slowly it
 * drips in, and one that can't be read, or is {@link Framing#isUnclear unclear} as request smuggling needs it, ends the
 * connection with an error that has the shape of all others.
 */
final class ClientGuard {

    /** Hears of requests that could not be read. */
    interface Unreadable {
        void from(@Nullable SocketAddress peer, String method, String uri);
    }

    private final GatewayProperties.Limits limits;
    private final Unreadable unreadable;
    private boolean inHead = true;
    private boolean inBody;
    private boolean decoded;
    private int unanswered;
    private boolean brokenBehind;
    private @Nullable Future<?> timer;

    private ClientGuard(GatewayProperties.Limits limits, Unreadable unreadable) {
        this.limits = limits;
        this.unreadable = unreadable;
    }

    static void install(Channel channel, GatewayProperties.Limits limits, Unreadable unreadable) {
        ChannelPipeline pipeline = channel.pipeline();
        ClientGuard guard = new ClientGuard(limits, unreadable);
        pipeline.addBefore(NettyPipeline.HttpCodec, "signalbox.bytes", guard.new Bytes());
        pipeline.addAfter(NettyPipeline.HttpCodec, "signalbox.messages", guard.new Messages());
    }

    /** Before the codec: what comes in, whether it becomes a request or not. */
    private final class Bytes extends ChannelInboundHandlerAdapter {

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            arm(context);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            decoded = false;
            context.fireChannelRead(bytes);
            // usually the whole request comes at once, and no timer is needed; between two requests there is none
            // either
            if (timer == null && inHead && !decoded) {
                arm(context);
            } else if (timer == null && inBody) {
                awaitBody(context, limits.requestTimeout());
            }
        }

        private void awaitBody(ChannelHandlerContext context, Duration patience) {
            timer = context.executor().schedule(() -> giveUp(context), patience.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** A stop waits for requests, but not for as long as they usually may take to come. */
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == Stop.EVENT && inBody && unanswered > 0) {
                disarm();
                Duration half = limits.drain().dividedBy(2);
                awaitBody(context, half.compareTo(limits.headTimeout()) < 0 ? half : limits.headTimeout());
            }
            context.fireUserEventTriggered(event);
        }

        /** The answer to what has come of the request is the gateway's. */
        private void giveUp(ChannelHandlerContext context) {
            context.pipeline().context("signalbox.messages").fireExceptionCaught(ReadTimeoutException.INSTANCE);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            disarm();
            context.fireChannelInactive();
        }

        private void arm(ChannelHandlerContext context) {
            timer = context.executor()
                    .schedule(
                            () -> refuse(context, null, 408, "The request's head did not come in time."),
                            limits.headTimeout().toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    /** Behind the codec: requests and answers. */
    private final class Messages extends ChannelDuplexHandler {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            decoded = true;
            if (message instanceof HttpRequest request) {
                inHead = false;
                inBody = true;
                disarm();
                if (!request.decoderResult().isFailure() && Framing.isUnclear(request)) {
                    request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("unclear")));
                }
                // while an earlier request is being answered Reactor Netty keeps the order
                if (request.decoderResult().isFailure() && unanswered == 0) {
                    ReferenceCountUtil.release(message);
                    unreadable.from(
                            context.channel().remoteAddress(), request.method().name(), request.uri());
                    refuseMalformed(context, request);
                    return;
                }
                unanswered++;
            } else if (message instanceof HttpContent content
                    && content.decoderResult().isFailure()) {
                ReferenceCountUtil.release(message);
                giveUpBody(context, content.decoderResult().cause());
                return;
            }
            if (message instanceof LastHttpContent) {
                inBody = false;
                inHead = true;
                disarm();
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof LastHttpContent && !isInterim(message)) {
                unanswered--;
                if (brokenBehind && unanswered == 1) {
                    // from here, not from the tail: the short way would wait for an answer of its own
                    context.write(message, promise.unvoid()).addListener(written -> context.close());
                    return;
                }
                if (inBody && unanswered == 0) {
                    waitNoLonger(context);
                }
            }
            context.write(message, promise);
        }

        /** What has come of it must not be taken for the whole. The answer is the gateway's, if there was none yet. */
        private void giveUpBody(ChannelHandlerContext context, Throwable cause) {
            disarm();
            if (unanswered == 1) {
                context.fireExceptionCaught(new DecoderException(cause));
            } else if (unanswered == 0) {
                context.close();
            } else {
                // those before it get their answers, and this one none
                brokenBehind = true;
            }
        }

        /** Who was refused must not hold the connection with the rest of the body, for which nobody has a use. */
        private void waitNoLonger(ChannelHandlerContext context) {
            disarm();
            timer = context.executor()
                    .schedule(() -> context.close(), limits.headTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    static boolean isInterim(Object answer) {
        return answer instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void refuseMalformed(ChannelHandlerContext context, HttpRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpHeaderException) {
            refuse(context, request, 431, "The request's headers are too large.");
        } else if (cause instanceof TooLongHttpLineException) {
            refuse(context, request, 414, "The request's path is too long.");
        } else {
            refuse(context, request, 400, "This is no well-formed HTTP request.");
        }
    }

    /** @param request as far as it could be read */
    private void refuse(ChannelHandlerContext context, @Nullable HttpRequest request, int status, String message) {
        disarm();
        if (!context.channel().isActive() || unanswered > 0) {
            context.close();
            return;
        }
        String uri = request == null ? "" : request.uri();
        byte[] json = ApiStyle.ofUri(uri).json(OpenAiError.badRequest(status, message, null, null), RequestIds.ours());
        String head = "HTTP/1.1 " + status + " Refused\r\ncontent-type: application/json\r\ncontent-length: "
                + json.length + "\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n";
        // behind the codec's back: it knows of no request that this would answer
        ChannelHandlerContext bytes = context.pipeline().context("signalbox.bytes");
        bytes.writeAndFlush(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), json))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
