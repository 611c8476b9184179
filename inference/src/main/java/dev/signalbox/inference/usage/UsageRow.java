package dev.signalbox.inference.usage;

import dev.signalbox.events.ProviderRef;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A record as a line of PostgreSQL's COPY, in which it waits on the disk as well. */
final class UsageRow {

    /** In the order of the fields. A change of them needs another ending of the files' names, see {@link Spool}. */
    static final String COLUMNS = "id, occurred_at, purpose, endpoint, stream, client, token_id, request_id, revision,"
            + " provider_type, provider_id, provider_kind, model_asked, model, model_named, status, error_code,"
            + " attempts, failures, latency_ms, ttft_ms, tokens_in, tokens_out, tokens_cached, tokens_cache_written,"
            + " tokens_reasoning, cost_usd, cost_reported, search_units";

    private final StringBuilder line;
    private boolean first = true;

    private UsageRow(StringBuilder line) {
        this.line = line;
    }

    static void write(UsageRecord ended, @Nullable BigDecimal cost, StringBuilder to) {
        UsageRow row = new UsageRow(to);
        row.field(ended.id()).field(ended.time());
        row.asked(ended.asked());
        row.answered(ended.answered(), ended.asked().model());
        row.tokens(ended.tokens());
        row.field(cost == null ? null : cost.toPlainString())
                .field(ended.tokens().cost() != null);
        row.known(ended.tokens().searches());
        to.append('\n');
    }

    private void asked(UsageRecord.Asked asked) {
        field(asked.purpose().wireName()).field(asked.endpoint()).field(asked.stream());
        field(asked.client()).field(asked.tokenId()).field(asked.requestId()).field(asked.revision());
    }

    private void answered(UsageRecord.Answered answered, @Nullable String modelAsked) {
        ProviderRef provider = answered.provider();
        field(provider == null ? null : provider.type().wireName());
        field(provider == null ? null : provider.id()).field(answered.kind());
        field(modelAsked).field(answered.model()).field(answered.modelNamed());
        field(answered.status()).field(answered.errorCode()).field(answered.attempts());
        field(answered.failures().isEmpty() ? null : String.join(", ", answered.failures()));
        field(TimeUnit.NANOSECONDS.toMillis(answered.nanos()));
        known(answered.firstTokenNanos() < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(answered.firstTokenNanos()));
    }

    private void tokens(Tokens tokens) {
        known(tokens.in());
        known(tokens.out());
        known(tokens.cached());
        known(tokens.cacheWritten());
        known(tokens.reasoning());
    }

    private void known(long number) {
        field(number < 0 ? null : number);
    }

    private UsageRow field(@Nullable Object value) {
        if (!first) {
            line.append('\t');
        }
        first = false;
        if (value == null) {
            line.append("\\N");
        } else {
            escaped(value.toString());
        }
        return this;
    }

    private void escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\t' -> line.append("\\t");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                // the database has no text with it
                case '\0' -> line.append('\uFFFD');
                default -> line.append(c);
            }
        }
    }
}
