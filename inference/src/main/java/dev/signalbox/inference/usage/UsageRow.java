package dev.signalbox.inference.usage;

import dev.signalbox.events.ProviderRef;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A record as a line of PostgreSQL's COPY, in which it waits on the disk as well. */
final class UsageRow {

    /** In the order of the fields. A change of them needs another ending of the files' names, see {@link Spool}. */
    static final String COLUMNS = "id, occurred_at, purpose, endpoint, stream, client, token_id, request_id, revision,"
            + " provider_type, provider_id, provider_kind, model_asked, model, model_named, status, error_code,"
            + " attempts, failures, latency_ms, ttft_ms, tokens_in, tokens_out, tokens_cached, tokens_cache_written,"
            + " tokens_reasoning, cost_usd, cost_reported, search_units";

    private static final String UNKNOWN = "\\N";

    private static volatile Second lately = Second.of(0);

    private final ByteBuf line;
    private boolean first = true;

    private UsageRow(ByteBuf line) {
        this.line = line;
    }

    static void write(UsageRecord ended, @Nullable BigDecimal cost, ByteBuf to) {
        UsageRow row = new UsageRow(to);
        row.plain(ended.id().toString()).time(ended.time());
        row.asked(ended.asked());
        row.answered(ended.answered(), ended.asked().model());
        row.tokens(ended.tokens());
        row.plain(cost == null ? UNKNOWN : cost.toPlainString());
        row.plain(truth(ended.tokens().cost() != null));
        row.known(ended.tokens().searches());
        to.writeByte('\n');
    }

    private void asked(UsageRecord.Asked asked) {
        field(asked.purpose().wireName()).field(asked.endpoint()).plain(truth(asked.stream()));
        field(asked.client()).field(asked.tokenId()).field(asked.requestId()).number(asked.revision());
    }

    private void answered(UsageRecord.Answered answered, @Nullable String modelAsked) {
        ProviderRef provider = answered.provider();
        field(provider == null ? null : provider.type().wireName());
        plain(provider == null ? UNKNOWN : Long.toString(provider.id())).field(answered.kind());
        field(modelAsked).field(answered.model()).field(answered.modelNamed());
        number(answered.status()).field(answered.errorCode()).number(answered.attempts());
        field(answered.failures().isEmpty() ? null : String.join(", ", answered.failures()));
        number(TimeUnit.NANOSECONDS.toMillis(answered.nanos()));
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
        plain(number < 0 ? UNKNOWN : Long.toString(number));
    }

    private UsageRow number(long number) {
        return plain(Long.toString(number));
    }

    private static String truth(boolean value) {
        return value ? "true" : "false";
    }

    /** Thousands of records are of one second, and its date costs as much as half of a line. */
    private record Second(long epoch, String text) {

        static Second of(long epoch) {
            String text = Instant.ofEpochSecond(epoch).toString();
            return new Second(epoch, text.substring(0, text.length() - 1));
        }
    }

    private void time(Instant time) {
        Second second = lately;
        if (second.epoch != time.getEpochSecond()) {
            second = Second.of(time.getEpochSecond());
            lately = second;
        }
        plain(second.text);
        line.writeByte('.');
        int micros = time.getNano() / 1000;
        for (int power = 100_000; power > 0; power /= 10) {
            line.writeByte('0' + micros / power % 10);
        }
        line.writeByte('Z');
    }

    private UsageRow field(@Nullable String value) {
        if (value == null) {
            return plain(UNKNOWN);
        }
        separate();
        if (isPlain(value)) {
            ByteBufUtil.writeAscii(line, value);
        } else {
            ByteBufUtil.writeUtf8(line, escaped(value));
        }
        return this;
    }

    /** Which needs no second look. */
    private UsageRow plain(String text) {
        separate();
        ByteBufUtil.writeAscii(line, text);
        return this;
    }

    private void separate() {
        if (!first) {
            line.writeByte('\t');
        }
        first = false;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\t' -> escaped.append("\\t");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                // the database has no text with it
                case '\0' -> escaped.append('\uFFFD');
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
