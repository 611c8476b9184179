import { useEffect, useState } from 'react';
import { ApiError, send } from '../../api/client';
import { events } from '../../api/sse';
import type { AuditEntry } from '../../api/types';

/** So many of the newest are shown; older ones are found without the tail. */
const MOST = 200;

export function useTail(on: boolean, filter: Record<string, string | undefined>) {
  const [entries, setEntries] = useState<AuditEntry[]>([]);
  const [error, setError] = useState<unknown>(null);
  const wanted = JSON.stringify(filter);
  useEffect(() => {
    if (!on) return;
    const aborted = new AbortController();
    let last: string | undefined;
    setEntries([]);
    setError(null);
    async function follow(): Promise<void> {
      while (!aborted.signal.aborted) {
        try {
          const response = await send('get', '/api/v1/llm-config/audit/stream', {
            query: { ...(JSON.parse(wanted) as Record<string, string>), last_event_id: last },
            accept: 'text/event-stream',
            signal: aborted.signal,
          });
          setError(null);
          for await (const event of events(response)) {
            last = event.id ?? last;
            if (event.event === 'audit') {
              const entry = JSON.parse(event.data) as AuditEntry;
              setEntries((old) => [entry, ...old].slice(0, MOST));
            }
          }
        } catch (failure) {
          if (aborted.signal.aborted) return;
          setError(failure);
          if (failure instanceof ApiError && failure.status < 500) return;
          await new Promise((resolve) => setTimeout(resolve, 2000));
        }
      }
    }
    void follow();
    return () => aborted.abort();
  }, [on, wanted]);
  return { entries, error };
}
