package dev.signalbox.inference.gateway;

import dev.signalbox.inference.limit.Admission;
import dev.signalbox.inference.usage.ReportedUsage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.AsciiString;

/** What a provider says to a request on the short way: an answer in one piece, a stream, or that it does not want to. */
abstract class ShortAnswer {

    private static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");
    private static final AsciiString OPTIONS = AsciiString.cached("x-content-type-options");
    private static final AsciiString NOSNIFF = AsciiString.cached("nosniff");
    private static final AsciiString REVISION = AsciiString.cached("x-config-revision");
    private static final AsciiString PROVIDER = AsciiString.cached("x-provider");

    final ShortCall call;
    final ReportedUsage usage = new ReportedUsage();
    private final String contentType;

    ShortAnswer(ShortCall call, String contentType) {
        this.call = call;
        this.contentType = contentType;
    }

    /** @throws UpstreamFailure when it is none of these */
    static ShortAnswer begin(ShortCall call, HttpResponse head) {
        int status = head.status().code();
        if (status < 200 || status > 299) {
            return new ShortRefusal(call, status, head.headers());
        }
        String type = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        boolean stream = call.request.stream();
        boolean expected = stream ? type.startsWith("text/event-stream") : BodyReader.isJson(type);
        if (!expected || head.headers().contains(HttpHeaderNames.CONTENT_ENCODING)) {
            throw new UpstreamFailure(FailureClass.WRONG_CONTENT_TYPE);
        }
        return stream ? new ShortStream(call, type) : new ShortJson(call, type, HttpUtil.getContentLength(head, 0L));
    }

    /**
     * @param piece is taken over
     * @throws UpstreamFailure as long as the client has seen nothing
     */
    abstract void piece(ByteBuf piece, boolean last);

    /** No more is there at the moment. */
    void pause() {}

    /** Whether the client has seen anything. */
    boolean committed() {
        return false;
    }

    /** After that. */
    void broken(Throwable cause) {}

    abstract void release();

    /** One buffer of two pieces, both taken over; usually the first has room for the second. */
    final ByteBuf joined(ByteBuf before, ByteBuf piece, int least) {
        ByteBuf all = before;
        if (before.writableBytes() < piece.readableBytes()) {
            int length = 2 * (before.readableBytes() + piece.readableBytes());
            all = call.client().alloc().directBuffer(Math.max(least, length));
            all.writeBytes(before);
            before.release();
        }
        all.writeBytes(piece);
        piece.release();
        return all;
    }

    /** Names and values are ours, or have been checked: they need no second look. */
    final HttpHeaders headers(AsciiString cacheControl) {
        Opened opened = call.opened;
        opened.line.usage = usage;
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        headers.add(REQUEST_ID, opened.ids.requestId())
                .add(OPTIONS, NOSNIFF)
                .add(REVISION, Long.toString(opened.line.revision))
                .add(PROVIDER, call.target.upstream().label())
                .add(HttpHeaderNames.CONTENT_TYPE, contentType)
                .add(HttpHeaderNames.CACHE_CONTROL, cacheControl);
        Admission admission = call.opened.admission();
        if (admission != null) {
            WithinLimits.tell(admission, headers::add);
        }
        if (isLast()) {
            headers.add(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return headers;
    }

    /** Who wants to know that the end of the answer is out. */
    ChannelPromise written(ChannelHandlerContext client) {
        return client.voidPromise();
    }

    /** Ends the answer with this, and the connection when it is to end. */
    final void finish(Object message) {
        ChannelHandlerContext client = call.client();
        boolean last = isLast();
        client.writeAndFlush(message, written(client));
        if (last) {
            call.way.close();
        }
        call.end(last);
    }

    /** Whether the connection ends with this answer. */
    private boolean isLast() {
        return call.way.stopping || !HttpUtil.isKeepAlive(call.opened.head);
    }
}
