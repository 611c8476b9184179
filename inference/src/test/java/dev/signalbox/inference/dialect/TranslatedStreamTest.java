package dev.signalbox.inference.dialect;

import static dev.signalbox.inference.dialect.DialectFixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Streams are cut anywhere, and lines end in all ways that the specification allows. */
class TranslatedStreamTest {

    private static final EventTranslator ECHO = (data, out) -> {
        out.writeBytes(bytes("<"));
        out.writeBytes(data);
        out.writeBytes(bytes(">"));
    };

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void eventsAreWholeHoweverTheyWereCut(int size) {
        String said =
                ": comment\r\n\r\nevent: x\r\ndata: {\"ä\":1}\r\nid: 7\r\n\r\ndata:two\r\ndata: lines\r\n\r\nretry: 5\n\ndata: 3\r\rdata: cut";

        assertThat(translated(said, size)).isEqualTo("<{\"ä\":1}><two\nlines><3>");
    }

    private static String translated(String said, int size) {
        List<ByteBuf> pieces = new ArrayList<>();
        byte[] bytes = bytes(said);
        for (int from = 0; from < bytes.length; from += size) {
            pieces.add(Unpooled.wrappedBuffer(bytes, from, Math.min(size, bytes.length - from)));
        }
        List<String> shown = new TranslatedStream(ECHO)
                .of(Flux.fromIterable(pieces))
                .map(piece -> piece.toString(StandardCharsets.UTF_8))
                .collectList()
                .block();
        return String.join("", java.util.Objects.requireNonNull(shown));
    }

    @Test
    void anEndlessEventIsNotCollected() {
        Flux<ByteBuf> endless = Flux.generate(sink -> sink.next(Unpooled.wrappedBuffer(new byte[1 << 20])));

        assertThatExceptionOfType(MalformedAnswerException.class)
                .isThrownBy(() -> new TranslatedStream(ECHO).of(endless).blockLast());
    }

    @Test
    void askedForOneItAsksForOne() {
        List<Long> asked = new ArrayList<>();
        Flux<ByteBuf> said = Flux.just("data: a\n\n", "data: b\n\n", "data: c\n\n")
                .map(text -> Unpooled.wrappedBuffer(bytes(text)))
                .cast(ByteBuf.class)
                .doOnRequest(asked::add);

        new TranslatedStream(ECHO).of(said).limitRate(1).blockLast();

        assertThat(asked).containsOnly(1L);
    }
}
