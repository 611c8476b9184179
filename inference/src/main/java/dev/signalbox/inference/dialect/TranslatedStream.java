package dev.signalbox.inference.dialect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import tools.jackson.core.JacksonException;

/** A provider's stream as the client's: piece by piece as it comes, so that a slow client slows the provider. */
public final class TranslatedStream {

    private final EventTranslator translator;
    private final SseReader reader = new SseReader();

    public TranslatedStream(EventTranslator translator) {
        this.translator = translator;
    }

    public Flux<ByteBuf> of(Flux<ByteBuf> said) {
        return said.handle(this::piece);
    }

    private void piece(ByteBuf said, SynchronousSink<ByteBuf> sink) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(said.readableBytes() * 2);
        reader.feed(ByteBufUtil.getBytes(said), data -> event(data, out));
        if (out.size() > 0) {
            sink.next(Unpooled.wrappedBuffer(out.toByteArray()));
        }
    }

    private void event(byte[] data, ByteArrayOutputStream out) {
        try {
            translator.event(data, out);
        } catch (JacksonException e) {
            throw new MalformedAnswerException("An event is no JSON");
        }
    }
}
