package dev.signalbox.app.console;

import dev.signalbox.app.TestNode;
import java.util.Map;

/** Sums of usage as the gateway would have written them in a day, the same at each time. */
final class Traffic {

    private final TestNode node;

    Traffic(TestNode node) {
        this.node = node;
    }

    /**
     * @param rate requests a minute, about
     * @param price of one, 0 where nobody knows it
     * @param latency in milliseconds, about
     * @param ttft 0 where nothing is streamed
     */
    private record Flow(
            String purpose,
            String type,
            String provider,
            String model,
            String client,
            double rate,
            int tokensIn,
            int tokensOut,
            double price,
            int latency,
            int ttft,
            int searches) {}

    void ofADay(Map<String, Long> ids) {
        write(ids, new Flow("chat", "ai_server", "gpu-01", "Qwen/Qwen3-32B", "billing", 9, 240, 130, 0, 760, 160, 0));
        write(
                ids,
                new Flow("chat", "ai_server", "gpu-01", "Qwen/Qwen3-32B", "night-batch", 3, 900, 60, 0, 1100, 240, 0));
        write(ids, new Flow("chat", "api_key", "Main", "gpt-5-mini", "billing", 1, 240, 130, 0.0004, 1300, 420, 0));
        write(
                ids,
                new Flow(
                        "embeddings", "ai_server", "workstation", "nomic-embed-text", "search", 5, 60, 0, 0, 95, 0, 0));
        write(
                ids,
                new Flow("reranking", "ai_server", "rerank-01", "bge-reranker-v2-m3", "search", 2, 0, 0, 0, 60, 0, 1));
        for (String bucket : new String[] {"hour", "day"}) {
            sumUp(bucket);
        }
        node.database().sql("""
                        insert into api_key_usage (api_key_id, last_used, requests_count, tokens_used, cost_usd)
                        select provider_id, max(last_used), sum(requests), sum(tokens_in + tokens_out), sum(cost_usd)
                        from usage_rollup where provider_type = 'api_key' and bucket = 'minute' group by 1
                        on conflict (api_key_id) do nothing""").update();
    }

    /** Waves with a little noise; now and then some requests fail. */
    private void write(Map<String, Long> ids, Flow flow) {
        node.database()
                .sql("""
                        insert into usage_rollup (bucket, starts_at, purpose, provider_type, provider_id, model, client, token_id,
                          requests, errors, tokens_in, tokens_out, tokens_cached, tokens_reasoning, cost_usd, priced_requests,
                          latency_ms, ttft_ms, ttft_requests, last_used, search_units)
                        select 'minute', at, :purpose, :type, :id, :model, :client, 'token-' || :client,
                          n, case when m % 41 = 7 then n / 4 else 0 end, n * :in, n * :out, 0, 0, n * :price,
                          case when :price > 0 then n else 0 end, round(n * :latency * slow), round(n * :ttft * slow),
                          case when :ttft > 0 then n else 0 end, at, n * :searches
                        from (
                          select m, date_trunc('minute', now()) - m * interval '1 minute' as at,
                            cast(round(:rate * (1.4 + sin(m / 9.0) + 0.3 * sin(m * 2.7))) as bigint) as n,
                            1 + 0.15 * sin(m / 3.0) + 0.1 * sin(m * 1.9) as slow
                          from generate_series(0, 1439) m) minutes
                        where n > 0""")
                .param("purpose", flow.purpose())
                .param("type", flow.type())
                .param("id", ids.get(flow.provider()))
                .param("model", flow.model())
                .param("client", flow.client())
                .param("rate", flow.rate())
                .param("in", flow.tokensIn())
                .param("out", flow.tokensOut())
                .param("price", flow.price())
                .param("latency", flow.latency())
                .param("ttft", flow.ttft())
                .param("searches", flow.searches())
                .update();
    }

    private void sumUp(String bucket) {
        node.database().sql("""
                        insert into usage_rollup
                        select :bucket, date_trunc(:bucket, starts_at, 'UTC'), purpose, provider_type, provider_id, model, client, token_id,
                          sum(requests), sum(errors), sum(tokens_in), sum(tokens_out), 0, 0, sum(cost_usd), sum(priced_requests),
                          sum(latency_ms), sum(ttft_ms), sum(ttft_requests), max(last_used), sum(search_units)
                        from usage_rollup where bucket = 'minute' group by 1, 2, 3, 4, 5, 6, 7, 8""").param("bucket", bucket).update();
    }
}
