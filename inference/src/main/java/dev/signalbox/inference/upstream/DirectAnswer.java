package dev.signalbox.inference.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;

/** Told what a provider answers on a {@link DirectConnection}, on the event loop of the request. */
public interface DirectAnswer {

    /** Now the request may be sent, or the connection released. */
    void connected(DirectConnection connection);

    void head(HttpResponse head);

    /** @param piece is the receiver's to release; with the last one the connection is somebody else's */
    void content(ByteBuf piece, boolean last);

    /** All that was there has been told: who wants more says so with {@link DirectConnection#read}. */
    void pause();

    /** @param begun whether there was anything of an answer */
    void failed(Throwable cause, boolean begun);
}
