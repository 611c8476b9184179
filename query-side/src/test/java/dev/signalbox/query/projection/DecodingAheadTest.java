package dev.signalbox.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.Test;

class DecodingAheadTest {

    @Test
    void handsOnInOrderAndOnTheCallersThreadWhatOthersHaveReadAndDecoded() {
        Set<Thread> readers = ConcurrentHashMap.newKeySet();
        Set<Thread> decoders = ConcurrentHashMap.newKeySet();
        Set<Thread> consumers = ConcurrentHashMap.newKeySet();
        List<Object> seen = new ArrayList<>();

        try (var events = new DecodingAhead(
                sink -> {
                    readers.add(Thread.currentThread());
                    numbers(12_345, sink);
                },
                message -> decoders.add(Thread.currentThread()))) {
            events.forEach(message -> {
                consumers.add(Thread.currentThread());
                seen.add(message.getPayload());
            });
        }

        assertThat(seen).isEqualTo(IntStream.range(0, 12_345).boxed().toList());
        assertThat(consumers).containsExactly(Thread.currentThread());
        assertThat(readers).hasSize(1).doesNotContain(Thread.currentThread());
        assertThat(decoders).isNotEmpty().doesNotContain(Thread.currentThread()).doesNotContainAnyElementsOf(readers);
    }

    @Test
    void whatCanNotBeDecodedIsHandedOnAsItIs() {
        List<Object> seen = new ArrayList<>();
        try (var events = new DecodingAhead(sink -> numbers(1, sink), message -> {
            throw new IllegalStateException("can't be read");
        })) {
            events.forEach(message -> seen.add(message.getPayload()));
        }
        assertThat(seen).containsExactly(0);
    }

    @Test
    void noEventsAreAnEnd() {
        try (var events = new DecodingAhead(sink -> {}, DomainEventMessage::getPayload)) {
            events.forEach(message -> fail("there is none"));
        }
    }

    @Test
    void aReaderThatFailsEndsItAllBehindWhatItHasRead() {
        List<Object> seen = new ArrayList<>();
        try (var events = new DecodingAhead(
                sink -> {
                    numbers(1_000, sink);
                    throw new UnsupportedOperationException("the database is away");
                },
                DomainEventMessage::getPayload)) {
            assertThatThrownBy(() -> events.forEach(message -> seen.add(message.getPayload())))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("the database is away");
        }
        assertThat(seen).hasSize(1_000);
    }

    @Test
    void anEndOfTheConsumerEndsTheReaderBeforeItReturns() {
        AtomicBoolean reading = new AtomicBoolean();
        try (var events = new DecodingAhead(
                sink -> {
                    reading.set(true);
                    try {
                        numbers(Integer.MAX_VALUE, sink);
                    } finally {
                        reading.set(false);
                    }
                },
                DomainEventMessage::getPayload)) {
            assertThatThrownBy(() -> events.forEach(message -> {
                        throw new RebuildCancelledException();
                    }))
                    .isInstanceOf(RebuildCancelledException.class);
            assertThat(reading).isTrue();
        }
        assertThat(reading).isFalse();
    }

    private static void numbers(int count, Consumer<DomainEventMessage<?>> sink) {
        IntStream.range(0, count).forEach(i -> sink.accept(event(i)));
    }

    private static DomainEventMessage<?> event(int number) {
        return new GenericDomainEventMessage<>("test", "aggregate", number, number);
    }
}
