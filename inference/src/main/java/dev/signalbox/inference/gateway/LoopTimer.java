package dev.signalbox.inference.gateway;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** Completes after a time, on the event loop that the request is on: no other thread, no lock, no waking up. */
final class LoopTimer extends Mono<Void> {

    private final EventLoop loop;
    private final long nanos;

    LoopTimer(EventLoop loop, Duration time) {
        this.loop = loop;
        nanos = Math.max(0, time.toNanos());
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> subscriber) {
        Task task = new Task(subscriber);
        subscriber.onSubscribe(task);
        task.start(loop, nanos);
    }

    private static final class Task implements Subscription, Runnable {

        private final CoreSubscriber<? super Void> subscriber;
        private volatile boolean cancelled;
        private volatile @Nullable Future<?> future;

        Task(CoreSubscriber<? super Void> subscriber) {
            this.subscriber = subscriber;
        }

        void start(EventLoop loop, long nanos) {
            if (!cancelled) {
                future = loop.schedule(this, nanos, TimeUnit.NANOSECONDS);
            }
            if (cancelled) {
                cancel();
            }
        }

        @Override
        public void run() {
            if (!cancelled) {
                subscriber.onComplete();
            }
        }

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {
            cancelled = true;
            Future<?> scheduled = future;
            if (scheduled != null) {
                scheduled.cancel(false);
            }
        }
    }
}
