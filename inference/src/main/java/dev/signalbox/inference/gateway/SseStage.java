package dev.signalbox.inference.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

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
        return answer.handle(this::accept)
                .concatWith(Mono.defer(this::end))
                .onErrorResume(e -> committed, this::broken)
                .doFinally(signal -> release());
    }

    private void accept(ByteBuf chunk, SynchronousSink<ByteBuf> sink) {
        events.feed(chunk);
        held = held == null ? chunk.retain() : Unpooled.wrappedBuffer(held, chunk.retain());
        FailureClass failure = events.failure();
        if (failure != null) {
            sink.error(new UpstreamFailure(failure));
        } else if (events.content()) {
            if (!committed) {
                committed = true;
                listener.content();
            }
            ByteBuf whole = takeComplete();
            ByteBuf shown = whole == null ? null : usage.pass(whole);
            if (shown != null) {
                sink.next(shown);
            }
        }
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

    private Mono<ByteBuf> end() {
        events.end();
        if (!committed) {
            FailureClass failure = events.failure();
            return Mono.error(new UpstreamFailure(failure == null ? FailureClass.CUT_BEFORE_CONTENT : failure));
        }
        if (!events.terminated()) {
            return last(FailureClass.UNTERMINATED);
        }
        ByteBuf rest = held;
        held = null;
        return Mono.justOrEmpty(rest == null ? null : usage.pass(rest));
    }

    private Mono<ByteBuf> broken(Throwable e) {
        return events.terminated() ? Mono.empty() : last(FailureClass.afterContent(e));
    }

    private Mono<ByteBuf> last(FailureClass failure) {
        listener.brokenOff(failure);
        return Mono.fromSupplier(() -> Unpooled.wrappedBuffer(lastEvent.apply(failure)));
    }

    private void release() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
