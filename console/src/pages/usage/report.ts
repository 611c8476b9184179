export interface UsageSums {
  requests: number;
  errors: number;
  tokens_in: number;
  tokens_out: number;
  cost_usd: string | number | null;
  latency_ms: number | null;
  ttft_ms: number | null;
  /** By which rerankers bill. */
  search_units: number;
}
export interface UsageGroup {
  group: Record<string, unknown>;
  sums: UsageSums;
}
export interface UsageReport {
  from: string;
  to: string;
  bucket: 'minute' | 'hour' | 'day';
  totals: UsageSums;
  groups: UsageGroup[];
  series: { starts_at: string; group: Record<string, unknown> | null; sums: UsageSums }[];
}
export type Measure = 'requests' | 'errors' | 'tokens' | 'cost' | 'latency' | 'ttft' | 'searches';

const LENGTH = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
/** More lines than this are no picture any more. */
const LINES = 6;

export function groupName(group: Record<string, unknown> | null): string {
  if (!group) return 'all';
  const name = group.provider_name ?? group.model ?? group.client ?? group.purpose;
  if (name) return String(name);
  return group.provider_id ? `${String(group.provider_type)} ${String(group.provider_id)}` : 'nobody answered';
}

export function value(sums: UsageSums, measure: Measure): number | null {
  switch (measure) {
    case 'tokens':
      return sums.tokens_in + sums.tokens_out;
    case 'searches':
      return sums.search_units;
    case 'cost':
      return sums.cost_usd === null ? null : Number(sums.cost_usd);
    case 'latency':
      return sums.latency_ms;
    case 'ttft':
      return sums.ttft_ms;
    default:
      return sums[measure];
  }
}

/** Sums are nothing where nothing happened; averages are unknown there. */
const isSum = (measure: Measure) => measure !== 'latency' && measure !== 'ttft';

/** The report as lines over all buckets, the empty ones too: a gap in traffic must be seen. */
export function curve(report: UsageReport, measure: Measure) {
  const length = LENGTH[report.bucket];
  const names = report.groups.slice(0, LINES).map((group) => groupName(group.group));
  const start = Math.floor(Date.parse(report.from) / length) * length;
  const end = Date.parse(report.to);
  const points = new Map<number, Record<string, number | null> & { time: number }>();
  for (let time = start; time < end; time += length) {
    const point = { time } as Record<string, number | null> & { time: number };
    for (const name of names) point[name] = isSum(measure) ? 0 : null;
    points.set(time, point);
  }
  for (const { starts_at, group, sums } of report.series) {
    const name = groupName(group);
    const point = points.get(Date.parse(starts_at));
    // where nobody knows a price nothing is known to have been spent
    if (point && names.includes(name)) point[name] = value(sums, measure) ?? (isSum(measure) ? 0 : null);
  }
  return { points: [...points.values()], names };
}

export function perSecond(report: Pick<UsageReport, 'from' | 'to' | 'totals'>): string {
  return rateText(report.totals.requests, (Date.parse(report.to) - Date.parse(report.from)) / 1000);
}

export function rateText(requests: number, seconds: number): string {
  const rate = requests / Math.max(1, seconds);
  if (rate === 0) return '0';
  return rate >= 10 ? rate.toFixed(0) : rate >= 0.1 ? rate.toFixed(1) : rate >= 0.001 ? rate.toFixed(3) : '<0.001';
}

/** One line for all, minute by minute, whoever answered. */
export function steady(report: UsageReport, measure: Measure): (number | null)[] {
  const all = { ...report, groups: [{ group: { purpose: 'all' }, sums: report.totals }], series: report.series.map((point) => ({ ...point, group: { purpose: 'all' } })) };
  return curve(all, measure).points.map((point) => point.all ?? null);
}

const NOTHING: UsageSums = { requests: 0, errors: 0, tokens_in: 0, tokens_out: 0, cost_usd: null, latency_ms: null, ttft_ms: null, search_units: 0 };

/** The part of a report by purpose that is about one. */
export function ofPurpose(report: UsageReport, purpose: string): UsageReport {
  const groups = report.groups.filter(({ group }) => group.purpose === purpose);
  return { ...report, groups, totals: groups[0]?.sums ?? NOTHING, series: report.series.filter(({ group }) => group?.purpose === purpose) };
}

export interface Recent {
  requests: number;
  errors: number;
  latency: number | null;
  ttft: number | null;
  seconds: number;
}

/** What the last minutes of a report by minutes were like. */
export function recent(report: UsageReport, minutes: number): Recent {
  const end = Date.parse(report.to);
  const start = Math.floor((end - minutes * LENGTH.minute) / LENGTH.minute) * LENGTH.minute;
  const sums = report.series.filter((point) => Date.parse(point.starts_at) >= start).map((point) => point.sums);
  const total = (of: (one: UsageSums) => number) => sums.reduce((sum, one) => sum + of(one), 0);
  const mean = (of: 'latency_ms' | 'ttft_ms') => {
    const known = sums.filter((one) => one[of] !== null);
    const requests = known.reduce((sum, one) => sum + one.requests, 0);
    return requests === 0 ? null : known.reduce((sum, one) => sum + one[of]! * one.requests, 0) / requests;
  };
  return {
    requests: total((one) => one.requests),
    errors: total((one) => one.errors),
    latency: mean('latency_ms'),
    ttft: mean('ttft_ms'),
    seconds: (end - start) / 1000,
  };
}

export function share(errors: number, requests: number): string {
  return requests === 0 ? '–' : `${((100 * errors) / requests).toFixed(1)} %`;
}
