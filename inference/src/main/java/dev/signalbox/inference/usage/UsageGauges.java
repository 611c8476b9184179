package dev.signalbox.inference.usage;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** How the records themselves are doing. */
@Component
class UsageGauges implements MeterBinder {

    private final UsageQueue queue;
    private final Spool spool;
    private final UsageCollector collector;

    UsageGauges(UsageQueue queue, Spool spool, UsageCollector collector) {
        this.queue = queue;
        this.spool = spool;
        this.collector = collector;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("signalbox.usage.queue", queue, UsageQueue::size)
                .description("Records that are not on the disk yet")
                .register(registry);
        Gauge.builder("signalbox.usage.spool", spool, Spool::bytes)
                .description("Records on the disk that are not in the database yet")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("signalbox.usage.spool.batches", spool, Spool::batches).register(registry);
        FunctionCounter.builder("signalbox.usage.lost", collector, UsageCollector::lost)
                .description("Records that found room nowhere")
                .register(registry);
    }
}
