import { useEffect, useSyncExternalStore } from 'react';
import { ApiError, send } from '../api/client';
import { KEYS, queryClient } from '../api/queries';
import { events } from '../api/sse';
import { Silence } from './silence';

/** The server says something every five seconds. */
const QUIET = 16_000;

export type Connection = 'connecting' | 'live' | 'offline';

/** Which queries show a view; a view that is not named here is shown by no page. */
const SHOWN: Record<string, readonly (readonly string[])[]> = {
  servers: [KEYS.servers],
  'api-keys': [KEYS.apiKeys],
  'active-providers': [KEYS.active],
  audit: [KEYS.audit, KEYS.history, KEYS.proof],
  tokens: [['tokens']],
};

let connection: Connection = 'connecting';
const listeners = new Set<() => void>();

function become(next: Connection): void {
  if (connection === next) return;
  connection = next;
  listeners.forEach((listener) => listener());
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connection,
  );
}

/** The queries to ask again when the views have gone from one set of positions to another. */
export function touched(before: Record<string, number>, now: Record<string, number>): (readonly string[])[] {
  return Object.keys(now)
    .filter((view) => now[view] !== before[view])
    .flatMap((view) => SHOWN[view] ?? [])
    .concat([KEYS.projections, ['routes'], ['nodes']]);
}

class Live {
  private positions: Record<string, number> = {};
  private lastId: string | undefined;
  private aborted = new AbortController();

  async run(): Promise<void> {
    for (let failures = 0; !this.aborted.signal.aborted; ) {
      const cut = new AbortController();
      const silence = new Silence(QUIET, () => cut.abort());
      try {
        const response = await send('get', '/api/v1/admin/live', {
          accept: 'text/event-stream',
          signal: AbortSignal.any([this.aborted.signal, cut.signal]),
        });
        become('live');
        if (failures > 0) void queryClient.invalidateQueries();
        failures = 0;
        await this.follow(response, silence);
      } catch (failure) {
        if (this.aborted.signal.aborted || (failure instanceof ApiError && failure.status === 401)) return;
        failures++;
        become('offline');
        await pause(Math.min(1000 * 2 ** failures, 15_000), this.aborted.signal);
      } finally {
        silence.end();
      }
    }
  }

  private async follow(response: Response, silence: Silence): Promise<void> {
    for await (const event of events(response)) {
      silence.broken();
      this.lastId = event.id ?? this.lastId;
      if (event.event === 'position') {
        const now = JSON.parse(event.data) as Record<string, number>;
        for (const key of touched(this.positions, now)) void queryClient.invalidateQueries({ queryKey: key });
        this.positions = now;
      } else if (event.event === 'health') {
        void queryClient.invalidateQueries({ queryKey: KEYS.servers });
        void queryClient.invalidateQueries({ queryKey: KEYS.apiKeys });
        void queryClient.invalidateQueries({ queryKey: ['routes'] });
      } else if (event.event === 'rebuild') {
        void queryClient.invalidateQueries({ queryKey: KEYS.projections });
      }
    }
  }

  stop(): void {
    this.aborted.abort();
  }
}

function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
    // no need to wait any longer when the network is back
    window.addEventListener('online', () => resolve(), { once: true });
  });
}

/** Keeps every page current for as long as the layout is shown. */
export function useLive(): void {
  useEffect(() => {
    const live = new Live();
    void live.run();
    return () => live.stop();
  }, []);
}
