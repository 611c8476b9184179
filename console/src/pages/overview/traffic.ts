import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { UsageReport } from '../usage/report';

const HOUR = 3_600_000;
/** How far back “now” goes. */
export const NOW = 5;

/** The last hour minute by minute, and today as a whole, by purpose: asked once for everything that shows a part of it. */
export function useTraffic() {
  const hour = useUsage('hour', () => ({ from: new Date(Date.now() - HOUR).toISOString(), bucket: 'minute' }), 10_000);
  const today = useUsage('today', () => ({ from: midnight(), bucket: 'day' }), 30_000);
  return { hour: hour.data, today: today.data };
}

function useUsage(name: string, query: () => Record<string, string>, refetchInterval: number) {
  return useQuery({
    queryKey: ['usage', 'overview', name],
    queryFn: ({ signal }) =>
      api.get('/api/v1/llm-config/usage', { query: { ...query(), group_by: 'purpose' }, signal }) as unknown as Promise<UsageReport>,
    refetchInterval,
  });
}

/** Today began when it did where the operator is. */
function midnight(): string {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  return day.toISOString();
}
