package dev.signalbox.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All projections of a node read what is new by one look at the database, and none misses anything by it. */
class NewestEventsTest {

    private final List<TrackedEventMessage<?>> stored = new ArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicBoolean away = new AtomicBoolean();
    private final EventStorageEngine storage = mock(EventStorageEngine.class);
    private final NewestEvents newest = new NewestEvents(storage);

    @BeforeEach
    void store() {
        when(storage.readEvents(any(TrackingToken.class), anyBoolean())).thenAnswer(call -> {
            looks.incrementAndGet();
            if (away.get()) {
                throw new IllegalStateException("away");
            }
            long from = call.<TrackingToken>getArgument(0).position().orElseThrow();
            return stored.stream().filter(event -> position(event) > from);
        });
    }

    private static long position(TrackedEventMessage<?> event) {
        return event.trackingToken().position().orElseThrow();
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            stored.add(
                    new GenericTrackedEventMessage<>(at(stored.size() + 1), GenericEventMessage.asEventMessage("e")));
        }
    }

    private static TrackingToken at(long position) {
        return new GlobalSequenceTrackingToken(position);
    }

    private List<Long> read(long behind, long notBefore) {
        return newest.after(at(behind), notBefore).events().stream()
                .map(NewestEventsTest::position)
                .toList();
    }

    @Test
    void oneLookServesAllWhoWereWokenBeforeIt() {
        append(3);
        long woken = System.nanoTime();

        assertThat(read(2, woken)).containsExactly(3L);
        assertThat(read(2, woken)).containsExactly(3L);
        assertThat(read(3, woken)).isEmpty();
        assertThat(looks).hasValue(1);
    }

    @Test
    void aLookFromBeforeTheWakeUpIsNotEnough() {
        append(3);
        read(2, System.nanoTime());

        append(1);

        assertThat(read(3, System.nanoTime())).containsExactly(4L);
    }

    @Test
    void whoIsFurtherBehindLooksItself() {
        append(3);
        long woken = System.nanoTime();
        read(2, woken);

        assertThat(read(0, woken)).containsExactly(1L, 2L, 3L);
        assertThat(looks).hasValue(2);
    }

    @Test
    void aLongBacklogComesInParts() {
        append(1_200);
        long woken = System.nanoTime();

        NewestEvents.Batch first = newest.after(at(0), woken);
        assertThat(first.complete()).isFalse();
        assertThat(first.events()).hasSize(500);
        assertThat(read(500, woken)).hasSize(500);
        NewestEvents.Batch last = newest.after(at(1_000), woken);
        assertThat(last.events()).hasSize(200);
        assertThat(last.complete()).isTrue();
    }

    @Test
    void aFailureIsSharedTooAndForgottenByTheNextLook() {
        append(1);
        away.set(true);
        long woken = System.nanoTime();
        assertThatThrownBy(() -> newest.after(at(0), woken)).hasMessage("away");
        assertThatThrownBy(() -> newest.after(at(0), woken)).hasMessage("away");
        assertThat(looks).hasValue(1);

        away.set(false);

        assertThat(read(0, System.nanoTime())).containsExactly(1L);
    }
}
