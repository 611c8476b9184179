import { Text } from '@mantine/core';
import type { Purpose } from '../../api/types';
import { count, millis, money } from '../../parts/format';
import { Spark } from '../../parts/Spark';
import { type Measure, ofPurpose, rateText, recent, share, steady } from '../usage/report';
import { failing } from './concerns';
import { NOW, useTraffic } from './traffic';

/** How one purpose goes now, how the last hour went, and what today has cost. */
export function Traffic({ purpose }: { purpose: Purpose }) {
  const { hour, today } = useTraffic();
  if (!hour || !today) return null;
  const report = ofPurpose(hour, purpose);
  const day = ofPurpose(today, purpose).totals;
  if (report.totals.requests === 0 && day.requests === 0) {
    return (
      <Text size="xs" c="dimmed" px="md" pb="md">
        No requests today.
      </Text>
    );
  }
  const now = recent(report, NOW);
  // some rerankers bill by searches instead of tokens
  const searches = day.search_units > 0 && day.tokens_in + day.tokens_out === 0;
  // the minute that has just begun would look like a fall
  const curve = (measure: Measure) => steady(report, measure).slice(0, -1);
  return (
    <div className="traffic">
      <Figure label="Requests/s" value={rateText(now.requests, now.seconds)} points={curve('requests')} />
      <Figure label="Errors" value={share(now.errors, now.requests)} points={curve('errors')} bad={failing(now.errors, now.requests)} />
      <Figure label="Latency" value={now.latency === null ? '–' : millis(now.latency)} points={curve('latency')} />
      <Figure label="First token" value={now.ttft === null ? '–' : millis(now.ttft)} points={curve('ttft')} />
      {searches
        ? <Figure label="Search units today" value={count(day.search_units)} points={curve('searches')} />
        : <Figure label="Tokens today" value={count(day.tokens_in + day.tokens_out)} points={curve('tokens')} />}
      <Figure label="Cost today" value={day.cost_usd === null ? 'no price' : money(Number(day.cost_usd))} points={day.cost_usd === null ? [] : curve('cost')} />
    </div>
  );
}

function Figure({ label, value, points, bad = false }: { label: string; value: string; points: (number | null)[]; bad?: boolean }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm" fw={600} c={bad ? 'var(--sbx-down)' : undefined}>
        {value}
      </Text>
      {points.some((point) => point) ? <Spark points={points} /> : <div className="spark" />}
    </div>
  );
}
