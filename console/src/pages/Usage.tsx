import { Button, Group, SegmentedControl, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconChartBar, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { api } from '../api/client';
import { count, millis, money } from '../parts/format';
import { Page, Section } from '../parts/Page';
import { Empty, Failure, Loading } from '../parts/states';
import { download } from './audit/download';
import { type Column, DataTable } from '../parts/DataTable';
import { curve, groupName, perSecond, type Measure, type UsageGroup, type UsageReport } from './usage/report';

const Chart = lazy(() => import('./usage/Chart'));
const SPANS: Record<string, number> = { '1h': 1, '24h': 24, '7d': 24 * 7, '30d': 24 * 30 };
const DIMENSIONS = [
  { value: 'provider', label: 'Provider' },
  { value: 'model', label: 'Model' },
  { value: 'client', label: 'Client' },
  { value: 'purpose', label: 'Purpose' },
];

/** What requests took, over time and by whom. */
export default function Usage() {
  const [span, setSpan] = useState('24h');
  const [by, setBy] = useState('provider');
  const [measure, setMeasure] = useState<Measure>('requests');
  const from = () => new Date(Date.now() - SPANS[span]! * 3_600_000).toISOString();
  const usage = useQuery({
    queryKey: ['usage', span, by],
    queryFn: ({ signal }) =>
      api.get('/api/v1/llm-config/usage', { query: { from: from(), group_by: by }, signal }) as unknown as Promise<UsageReport>,
    refetchInterval: 30_000,
    placeholderData: (old) => old,
  });
  const report = usage.data;
  return (
    <Page
      title="Usage"
      about="Requests on the data plane, counted once each: how many, how fast, and what they cost where a price is known."
      actions={
        <Button variant="default" leftSection={<IconDownload size={16} />}
          onClick={() => void download(`/api/v1/llm-config/usage?from=${from()}&group_by=${by}`, 'text/csv', 'usage.csv')}>
          CSV
        </Button>
      }
    >
      <Group>
        <SegmentedControl value={span} onChange={setSpan} aria-label="Time" data={[
          { value: '1h', label: 'Last hour' }, { value: '24h', label: '24 hours' }, { value: '7d', label: '7 days' }, { value: '30d', label: '30 days' },
        ]} />
        <Select aria-label="By" data={DIMENSIONS} value={by} allowDeselect={false} onChange={(value) => value && setBy(value)} w={150} />
      </Group>
      {usage.isPending && <Loading rows={8} />}
      {usage.error && <Failure error={usage.error} retry={usage.refetch} />}
      {report && report.totals.requests === 0 && (
        <Empty icon={<IconChartBar />} title="No requests in this time">
          Send one to the data plane, or try it in the playground. It shows here within seconds.
        </Empty>
      )}
      {report && report.totals.requests > 0 && (
        <Stack>
          <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }}>
            <Fact label="Requests" value={count(report.totals.requests)} />
            <Fact label="Errors" value={`${((100 * report.totals.errors) / report.totals.requests).toFixed(1)} %`} />
            <Fact label="Requests/s" value={perSecond(report)} />
            <Fact label="Latency" value={report.totals.latency_ms === null ? '–' : millis(report.totals.latency_ms)} />
            <Fact label="First token" value={report.totals.ttft_ms === null ? '–' : millis(report.totals.ttft_ms)} />
            <Fact label="Cost" value={report.totals.cost_usd === null ? 'no price' : money(Number(report.totals.cost_usd))} />
          </SimpleGrid>
          <Section
            title="Over time"
            actions={
              <Select size="xs" aria-label="Measure" w={170} allowDeselect={false} value={measure}
                onChange={(value) => value && setMeasure(value as Measure)}
                data={[
                  { value: 'requests', label: 'Requests' }, { value: 'errors', label: 'Errors' },
                  { value: 'tokens', label: 'Tokens' }, { value: 'cost', label: 'Cost' },
                  ...(report.totals.search_units > 0 ? [{ value: 'searches', label: 'Search units' }] : []),
                  { value: 'latency', label: 'Average latency' }, { value: 'ttft', label: 'Time to first token' },
                ]} />
            }
          >
            <div style={{ padding: '0 1rem 1rem' }}>
              <Suspense fallback={<Loading rows={6} />}>
                <Chart {...curve(report, measure)} measure={measure} bucket={report.bucket} />
              </Suspense>
            </div>
          </Section>
          <DataTable label="Usage by group" rows={report.groups} id={(group) => groupName(group.group)} columns={columns(report.totals.search_units > 0)} />
        </Stack>
      )}
    </Page>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div className="card" style={{ padding: '0.75rem 1rem' }}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={650} fz="xl">
        {value}
      </Text>
    </div>
  );
}

/** @param searches whether anybody bills by them: for most installations it would be a column of noughts */
const columns = (searches: boolean): Column<UsageGroup>[] => [
  { label: 'Who', cell: (group) => <Text size="sm" fw={600} className="wrap">{groupName(group.group)}</Text> },
  { label: 'Requests', kind: 'number', cell: ({ sums }) => count(sums.requests) },
  { label: 'Errors', kind: 'number', cell: ({ sums }) => count(sums.errors) },
  { label: 'Tokens in', kind: 'number', cell: ({ sums }) => count(sums.tokens_in) },
  { label: 'Tokens out', kind: 'number', cell: ({ sums }) => count(sums.tokens_out) },
  ...(searches ? [{ label: 'Search units', kind: 'number' as const, cell: ({ sums }: UsageGroup) => count(sums.search_units) }] : []),
  { label: 'Latency', kind: 'number', cell: ({ sums }) => (sums.latency_ms === null ? '–' : millis(sums.latency_ms)) },
  { label: 'First token', kind: 'number', cell: ({ sums }) => (sums.ttft_ms === null ? '–' : millis(sums.ttft_ms)) },
  { label: 'Cost', kind: 'number', cell: ({ sums }) => (sums.cost_usd === null ? '–' : money(Number(sums.cost_usd))) },
];
