package dev.signalbox.inference.trace;

import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.inference.usage.Tokens;
import dev.signalbox.inference.usage.UsageRecord;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The spans of one request: one for itself, and in it one for each call of a provider. No content is in them. */
public final class RequestTrace {

    private final Tracer tracer;
    private final Span request;
    private Span current;

    RequestTrace(Tracer tracer, Context parent) {
        this.tracer = tracer;
        request = tracer.spanBuilder("request")
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
        current = request;
    }

    /** @param failure a word for what went wrong */
    public Mono<Void> attempt(Upstream upstream, String model, Mono<Void> call, Function<Throwable, String> failure) {
        return Mono.defer(() -> {
            Span span = tracer.spanBuilder("attempt " + upstream.label())
                    .setParent(Context.root().with(request))
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute("gen_ai.provider.name", upstream.route().kind())
                    .setAttribute("gen_ai.request.model", model)
                    .setAttribute("signalbox.provider", upstream.label())
                    .startSpan();
            current = span;
            return call.doOnError(e -> failed(span, failure.apply(e))).doFinally(end -> span.end());
        });
    }

    private static void failed(Span span, String why) {
        span.setStatus(StatusCode.ERROR).setAttribute("error.type", why);
    }

    /** For whoever is called now. */
    public String traceparent() {
        SpanContext context = current.getSpanContext();
        return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                + context.getTraceFlags().asHex();
    }

    /** @param ended null when the request went to no endpoint of inference */
    public void end(String requestId, int status, @Nullable UsageRecord ended) {
        request.setAttribute("http.response.status_code", status).setAttribute("signalbox.request_id", requestId);
        if (ended != null) {
            describe(ended);
        }
        if (status >= 500) {
            request.setStatus(StatusCode.ERROR);
        }
        request.end();
    }

    private void describe(UsageRecord ended) {
        UsageRecord.Asked asked = ended.asked();
        UsageRecord.Answered answered = ended.answered();
        request.updateName(asked.endpoint());
        request.setAttribute("gen_ai.operation.name", asked.endpoint());
        request.setAttribute("signalbox.client", asked.client());
        request.setAttribute("signalbox.revision", asked.revision());
        set("gen_ai.request.model", answered.model());
        set("gen_ai.response.model", answered.modelNamed());
        set("gen_ai.provider.name", answered.kind());
        set("error.type", answered.errorCode());
        Tokens tokens = ended.tokens();
        if (tokens.in() >= 0) {
            request.setAttribute("gen_ai.usage.input_tokens", tokens.in());
            request.setAttribute("gen_ai.usage.output_tokens", tokens.out());
        }
        if (answered.firstTokenNanos() >= 0) {
            request.setAttribute("signalbox.time_to_first_token", answered.firstTokenNanos() / 1e9);
        }
    }

    private void set(String name, @Nullable String value) {
        if (value != null) {
            request.setAttribute(name, value);
        }
    }
}
