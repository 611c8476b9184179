package dev.signalbox.inference.trace;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

/** For tests of other packages. */
public final class TestTracing {

    private TestTracing() {}

    public static Tracing off() {
        return new Tracing((SdkTracerProvider) null);
    }

    public static Tracing into(InMemorySpanExporter exporter) {
        return new Tracing(SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build());
    }

    public static Tracing to(String endpoint) {
        return new Tracing(new TracingProperties(endpoint, 1));
    }
}
