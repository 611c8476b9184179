import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { Purpose } from '../../api/types';
import { count, millis, money } from '../../parts/format';
import { Spark } from '../../parts/Spark';
import { type UsageReport, perSecond, steady } from '../usage/report';

const HOUR = 3_600_000;

/** The last hour of one purpose, minute by minute. */
export function Traffic({ purpose }: { purpose: Purpose }) {
  const usage = useQuery({
    queryKey: ['usage', 'overview', purpose],
    queryFn: ({ signal }) =>
      api.get('/api/v1/llm-config/usage', {
        query: { purpose, from: new Date(Date.now() - HOUR).toISOString(), bucket: 'minute' },
        signal,
      }) as unknown as Promise<UsageReport>,
    refetchInterval: 10_000,
  });
  const report = usage.data;
  if (!report) return null;
  if (report.totals.requests === 0) {
    return (
      <Text size="xs" c="dimmed" px="md" pb="md">
        No requests in the last hour.
      </Text>
    );
  }
  const { totals } = report;
  return (
    <div className="traffic">
      <Figure label="Requests/s" value={perSecond(report)} points={steady(report, 'requests')} />
      <Figure label="Errors" value={`${((100 * totals.errors) / totals.requests).toFixed(1)} %`} points={steady(report, 'errors')} />
      <Figure label="Latency" value={totals.latency_ms === null ? '–' : millis(totals.latency_ms)} points={steady(report, 'latency')} />
      <Figure label="First token" value={totals.ttft_ms === null ? '–' : millis(totals.ttft_ms)} points={steady(report, 'ttft')} />
      <Figure label="Tokens" value={count(totals.tokens_in + totals.tokens_out)} points={steady(report, 'tokens')} />
      <Figure label="Cost" value={totals.cost_usd === null ? '–' : money(Number(totals.cost_usd))} points={steady(report, 'cost')} />
    </div>
  );
}

function Figure({ label, value, points }: { label: string; value: string; points: (number | null)[] }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm" fw={600}>
        {value}
      </Text>
      <Spark points={points} />
    </div>
  );
}
