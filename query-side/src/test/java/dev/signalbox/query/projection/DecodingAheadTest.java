package dev.signalbox.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.Test;

class DecodingAheadTest {

    @Test
    void handsOnInOrderAndOnTheCallersThreadWhatOthersHaveDecoded() {
        Set<Thread> decoders = ConcurrentHashMap.newKeySet();
        List<Object> seen = new ArrayList<>();
        Set<Thread> consumers = ConcurrentHashMap.newKeySet();
        try (var decoding = new DecodingAhead(message -> decoders.add(Thread.currentThread()), message -> {
            consumers.add(Thread.currentThread());
            seen.add(message.getPayload());
        })) {
            IntStream.range(0, 12_345).forEach(i -> decoding.add(event(i)));
            decoding.end();
        }
        assertThat(seen).isEqualTo(IntStream.range(0, 12_345).boxed().toList());
        assertThat(consumers).containsExactly(Thread.currentThread());
        assertThat(decoders).isNotEmpty().doesNotContain(Thread.currentThread());
    }

    @Test
    void whatCanNotBeDecodedIsHandedOnAsItIs() {
        List<Object> seen = new ArrayList<>();
        try (var decoding = new DecodingAhead(
                message -> {
                    throw new IllegalStateException("can't be read");
                },
                message -> seen.add(message.getPayload()))) {
            decoding.add(event(1));
            decoding.end();
        }
        assertThat(seen).containsExactly(1);
    }

    @Test
    void anEndOfTheConsumerEndsItAll() {
        try (var decoding = new DecodingAhead(DomainEventMessage::getPayload, message -> {
            throw new RebuildCancelledException();
        })) {
            decoding.add(event(1));
            assertThatThrownBy(decoding::end).isInstanceOf(RebuildCancelledException.class);
        }
    }

    private static DomainEventMessage<?> event(int number) {
        return new GenericDomainEventMessage<>("test", "aggregate", number, number);
    }
}
