import { Button, Group, Select, Stack, Tabs, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { api } from '../api/client';
import { KEYS } from '../api/queries';
import type { HistoryEntry } from '../api/types';
import { Page } from '../parts/Page';
import { Empty, Failure, Loading } from '../parts/states';
import { Compare } from './history/Compare';
import { Entry } from './history/Entry';
import { Restore, type RestoreTarget } from './history/Restore';
import { laterChanges } from './history/undo';

interface Loaded {
  items: HistoryEntry[];
  next_cursor: string | null;
}

/** Every change in its order; any two points compared, any point brought back. */
export default function History() {
  const [params, setParams] = useSearchParams();
  const [restoring, setRestoring] = useState<RestoreTarget | null>(null);
  const type = params.get('entity_type');
  const id = params.get('entity_id');
  const tab = params.get('tab') ?? 'timeline';
  const set = (changes: Record<string, string | null>) => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) value ? next.set(name, value) : next.delete(name);
    setParams(next, { replace: true });
  };
  return (
    <Page title="History" about="Every change is kept. Compare any two points, and go back to any of them: a restore is made of new changes, so it can be undone as well.">
      <Tabs value={tab} onChange={(value) => set({ tab: value === 'timeline' ? null : value })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
          <Tabs.Tab value="compare">Compare</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="timeline">
          <Stack>
            <Group>
              <Select
                aria-label="What"
                placeholder="Everything"
                clearable
                clearButtonProps={{ 'aria-label': 'Everything' }}
                w={180}
                data={[
                  { value: 'server', label: 'Servers' },
                  { value: 'api_key', label: 'API keys' },
                  { value: 'active_provider', label: 'Active providers' },
                  { value: 'token', label: 'Tokens' },
                ]}
                value={type}
                onChange={(value) => set({ entity_type: value, entity_id: null })}
              />
              {type && (
                <TextInput aria-label="Its number" placeholder={type === 'active_provider' ? 'purpose' : 'number'} w={130} value={id ?? ''}
                  onChange={(event) => set({ entity_id: event.currentTarget.value.trim() || null })} />
              )}
            </Group>
            <Timeline type={type} id={id} restore={setRestoring} compare={(from, to) => set({ tab: 'compare', from: String(from), to: String(to) })} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="compare">
          <Compare from={params.get('from')} to={params.get('to')} set={set} restore={setRestoring} />
        </Tabs.Panel>
      </Tabs>
      {restoring && <Restore target={restoring} close={() => setRestoring(null)} />}
    </Page>
  );
}

interface TimelineProps {
  type: string | null;
  id: string | null;
  restore: (target: RestoreTarget) => void;
  compare: (from: number, to: number) => void;
}

function Timeline({ type, id, restore, compare }: TimelineProps) {
  const pages = useInfiniteQuery({
    queryKey: [...KEYS.history, type, id],
    initialPageParam: null as string | null,
    // further ones take the place of the first: the page stays small however long the history is
    maxPages: 6,
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/v1/llm-config/history', {
        query: { entity_type: type, entity_id: id, cursor: pageParam, limit: 50 },
        signal,
      }) as unknown as Promise<Loaded>,
    getNextPageParam: (page) => page.next_cursor,
    getPreviousPageParam: () => null,
  });
  const entries = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.isPending) return <Loading rows={8} />;
  if (pages.error) return <Failure error={pages.error} retry={pages.refetch} />;
  if (entries.length === 0) {
    return (
      <Empty icon={<IconHistory />} title="No change yet">
        Once a server, a key or an active provider is added, it shows here with who did it.
      </Empty>
    );
  }
  const newest = entries[0]!.position;
  return (
    <>
      <ol className="timeline" aria-label="Changes, newest first">
        {entries.map((entry, index) => (
          <Entry key={entry.position} entry={entry} later={laterChanges(entries, index)} newest={newest} restore={restore} compare={compare} />
        ))}
      </ol>
      {pages.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            Older changes
          </Button>
        </Group>
      )}
    </>
  );
}
