package dev.signalbox.inference.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Holds a stream back up to its first content, then hands it on in whole events. What goes wrong before the first
 * content is an error of the flux; what goes wrong later is a last event.
 */
final class SseStage {

    /** Told of the two turns that a stream can take. */
    interface Listener {
        void content();

        void brokenOff(FailureClass failure);
    }

    private final Function<FailureClass, byte[]> lastEvent;
    private final Listener listener;
    private final UsageTap usage;
    private final SseEvents events;
    private boolean committed;
    private long handedOn;
    private @Nullable ByteBuf held;

    /** @param lastEvent says in the client's API what went wrong after the first content */
    SseStage(ApiStyle style, Function<FailureClass, byte[]> lastEvent, Listener listener, UsageTap usage) {
        this.usage = usage;
        events = new SseEvents(style);
        this.lastEvent = lastEvent;
        this.listener = listener;
    }

    Flux<ByteBuf> hold(Flux<ByteBuf> answer) {
        return answer.<ByteBuf>handle((chunk, sink) -> {
                    ByteBuf shown = accept(chunk.retain());
                    if (shown != null) {
                        sink.next(shown);
                    }
                })
                .concatWith(Mono.defer(() -> Mono.justOrEmpty(end())))
                .onErrorResume(e -> committed, e -> Mono.justOrEmpty(broken(e)))
                .doFinally(signal -> release());
    }

    /** Whether the first content was there. */
    boolean committed() {
        return committed;
    }

    /**
     * @param chunk is taken over
     * @return what the client may have now; null when that is nothing
     * @throws UpstreamFailure when something went wrong before the first content
     */
    @Nullable
    ByteBuf accept(ByteBuf chunk) {
        events.feed(chunk);
        held = held == null ? chunk : Unpooled.wrappedBuffer(held, chunk);
        FailureClass failure = events.failure();
        if (failure != null) {
            throw new UpstreamFailure(failure);
        }
        if (!events.content()) {
            return null;
        }
        if (!committed) {
            committed = true;
            listener.content();
        }
        ByteBuf whole = takeComplete();
        return whole == null ? null : usage.pass(whole);
    }

    /** An event cut in two is kept until its rest comes: an error event must not end up in the middle of it. */
    private @Nullable ByteBuf takeComplete() {
        ByteBuf bytes = held;
        int length = (int) (events.complete() - handedOn);
        if (bytes == null || length <= 0) {
            return null;
        }
        handedOn += length;
        if (length == bytes.readableBytes()) {
            held = null;
            return bytes;
        }
        ByteBuf whole = bytes.readRetainedSlice(length);
        held = bytes.copy();
        bytes.release();
        return whole;
    }

    /**
     * The provider's last byte was there.
     *
     * @throws UpstreamFailure when there was no content
     */
    @Nullable
    ByteBuf end() {
        events.end();
        if (!committed) {
            FailureClass failure = events.failure();
            throw new UpstreamFailure(failure == null ? FailureClass.CUT_BEFORE_CONTENT : failure);
        }
        if (!events.terminated()) {
            return last(FailureClass.UNTERMINATED);
        }
        ByteBuf rest = held;
        held = null;
        return rest == null ? null : usage.pass(rest);
    }

    /** After the first content there is only a last event to be sent. */
    @Nullable
    ByteBuf broken(Throwable e) {
        return events.terminated() ? null : last(FailureClass.afterContent(e));
    }

    private ByteBuf last(FailureClass failure) {
        listener.brokenOff(failure);
        return Unpooled.wrappedBuffer(lastEvent.apply(failure));
    }

    void release() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
