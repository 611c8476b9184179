import { expect, it } from 'vitest';
import { curve, groupName, ofPurpose, perSecond, recent, share, type UsageReport, type UsageSums } from './report';

const sums = (more: Partial<UsageSums> = {}): UsageSums => ({
  requests: 2, errors: 0, tokens_in: 10, tokens_out: 5, cost_usd: '0.002', latency_ms: 120, ttft_ms: null, search_units: 3, ...more,
});
const gpu = { provider_type: 'ai_server', provider_id: 1, provider_name: 'gpu-01' };
const report: UsageReport = {
  from: '2026-11-01T10:00:30Z', to: '2026-11-01T10:03:00Z', bucket: 'minute', totals: sums(),
  groups: [{ group: gpu, sums: sums() }],
  series: [{ starts_at: '2026-11-01T10:01:00Z', group: gpu, sums: sums() }],
};

it('shows where nothing was, as nothing', () => {
  const { points, names } = curve(report, 'requests');
  expect(names).toEqual(['gpu-01']);
  expect(points.map((point) => point['gpu-01'])).toEqual([0, 2, 0]);
});

it('does not know how long nothing took', () => {
  expect(curve(report, 'latency').points.map((point) => point['gpu-01'])).toEqual([null, 120, null]);
});

it('adds tokens of both ways, and takes costs as numbers', () => {
  expect(curve(report, 'tokens').points[1]!['gpu-01']).toBe(15);
  expect(curve(report, 'cost').points[1]!['gpu-01']).toBe(0.002);
  expect(curve(report, 'searches').points.map((point) => point['gpu-01'])).toEqual([0, 3, 0]);
});

it('does not break the line of costs where the price of a provider is not known', () => {
  const free = { ...report, series: [...report.series, { starts_at: '2026-11-01T10:02:00Z', group: gpu, sums: sums({ cost_usd: null }) }] };
  expect(curve(free, 'cost').points.map((point) => point['gpu-01'])).toEqual([0, 0.002, 0]);
});

it('names groups as operators do', () => {
  expect(groupName(gpu)).toBe('gpu-01');
  expect(groupName({ provider_type: 'ai_server', provider_id: 7, provider_name: null })).toBe('ai_server 7');
  expect(groupName({ provider_type: null, provider_id: null, provider_name: null })).toBe('nobody answered');
  expect(groupName({ client: 'batch', token_id: '3' })).toBe('batch');
});

it('gives rates that can be read', () => {
  const at = (requests: number) => perSecond({ from: '2026-11-01T10:00:00Z', to: '2026-11-01T10:00:10Z', totals: sums({ requests }) });
  expect(at(250)).toBe('25');
  expect(at(25)).toBe('2.5');
  expect(at(1)).toBe('0.1');
  expect(at(0.001)).toBe('<0.001');
});

const byPurpose: UsageReport = {
  from: '2026-11-01T09:03:30Z', to: '2026-11-01T10:03:30Z', bucket: 'minute', totals: sums(),
  groups: [{ group: { purpose: 'chat' }, sums: sums({ requests: 9 }) }, { group: { purpose: 'embeddings' }, sums: sums({ requests: 1 }) }],
  series: [
    { starts_at: '2026-11-01T09:30:00Z', group: { purpose: 'chat' }, sums: sums({ requests: 5, errors: 5, latency_ms: 9000 }) },
    { starts_at: '2026-11-01T10:01:00Z', group: { purpose: 'chat' }, sums: sums({ requests: 3, errors: 1, latency_ms: 100, ttft_ms: 40 }) },
    { starts_at: '2026-11-01T10:02:00Z', group: { purpose: 'embeddings' }, sums: sums({ requests: 1 }) },
    { starts_at: '2026-11-01T10:03:00Z', group: { purpose: 'chat' }, sums: sums({ requests: 1, latency_ms: 500 }) },
  ],
};

it('tells how it goes now from how it went', () => {
  const now = recent(ofPurpose(byPurpose, 'chat'), 5);
  expect(now).toEqual({ requests: 4, errors: 1, latency: 200, ttft: 40, seconds: 330 });
  expect(share(now.errors, now.requests)).toBe('25.0 %');
});

it('knows no share of nothing', () => {
  const now = recent(ofPurpose(byPurpose, 'reranking'), 5);
  expect(now).toMatchObject({ requests: 0, latency: null, ttft: null });
  expect(share(now.errors, now.requests)).toBe('–');
  expect(ofPurpose(byPurpose, 'chat').totals.requests).toBe(9);
});
