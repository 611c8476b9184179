package dev.signalbox.inference.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Begins traces, or does nothing at all when there is no collector. Spans are sent in batches, off the event loops; what the
 * collector does not take is dropped.
 */
@Component
public class Tracing implements DisposableBean {

    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

    private final @Nullable SdkTracerProvider provider;
    private final @Nullable Tracer tracer;

    @Autowired
    Tracing(TracingProperties properties) {
        this(properties.wanted() ? exporting(String.valueOf(properties.otlpEndpoint()), properties.sample()) : null);
    }

    Tracing(@Nullable SdkTracerProvider provider) {
        this.provider = provider;
        tracer = provider == null ? null : provider.get("dev.signalbox");
    }

    private static SdkTracerProvider exporting(String endpoint, double sample) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint)
                .setTimeout(Duration.ofSeconds(5))
                .build();
        return SdkTracerProvider.builder()
                .setResource(Resource.getDefault().toBuilder()
                        .put(SERVICE, "signalbox")
                        .build())
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sample)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build();
    }

    /**
     * @param traceparent the client's, well formed; null when it sent none
     * @return null when nothing is traced
     */
    public @Nullable RequestTrace begin(@Nullable String traceparent) {
        return tracer == null ? null : new RequestTrace(tracer, parent(traceparent));
    }

    private static Context parent(@Nullable String traceparent) {
        if (traceparent == null) {
            return Context.root();
        }
        String[] parts = traceparent.split("-", 4);
        SpanContext remote = SpanContext.createFromRemoteParent(
                parts[1], parts[2], TraceFlags.fromHex(parts[3], 0), TraceState.getDefault());
        return Context.root().with(Span.wrap(remote));
    }

    /** Whether anybody wants to know. */
    public boolean isOn() {
        return tracer != null;
    }

    /** Sends what is there. */
    @Override
    public void destroy() {
        if (provider != null) {
            provider.close();
        }
    }
}
