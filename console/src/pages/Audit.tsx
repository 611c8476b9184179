import { Button, Group, Menu, Select, Stack, Switch, TextInput } from '@mantine/core';
import { IconDownload, IconListSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { address, api } from '../api/client';
import { KEYS } from '../api/queries';
import type { AuditEntry, AuditPage } from '../api/types';
import { Page } from '../parts/Page';
import { Empty, Failure, Loading } from '../parts/states';
import { AuditTable } from './audit/AuditTable';
import { download } from './audit/download';
import { Checkpoint } from './audit/Checkpoint';
import { Detail } from './audit/Detail';
import { useTail } from './audit/tail';

const FILTERS = ['q', 'user', 'entity_type', 'outcome', 'from', 'to', 'position', 'request_id', 'action', 'entity_id'] as const;
const ABOUT = [
  { value: 'server', label: 'Servers' },
  { value: 'api_key', label: 'API keys' },
  { value: 'active_provider', label: 'Active providers' },
  { value: 'token', label: 'Tokens' },
  { value: 'session', label: 'Sign-ins' },
  { value: 'projection', label: 'Projections' },
  { value: 'dead_letter', label: 'Parked events' },
];
type Filter = Partial<Record<(typeof FILTERS)[number], string>>;

/** Who did what when, from where, with what outcome. */
export default function Audit() {
  const [params, setParams] = useSearchParams();
  const [cursor, setCursor] = useState<string | null>(null);
  const [live, setLive] = useState(false);
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const filter = Object.fromEntries(FILTERS.flatMap((name) => (params.get(name) ? [[name, params.get(name)!]] : []))) as Filter;
  const set = (name: string, value: string | null) => {
    const next = new URLSearchParams(params);
    value ? next.set(name, value) : next.delete(name);
    setCursor(null);
    setParams(next, { replace: true });
  };
  const page = useQuery({
    queryKey: [...KEYS.audit, filter, cursor],
    queryFn: ({ signal }) =>
      api.get('/api/v1/llm-config/audit', { query: { ...filter, cursor, limit: 100 }, signal }) as unknown as Promise<AuditPage>,
    placeholderData: (old) => old,
    enabled: !live,
  });
  const tail = useTail(live, filter);
  const rows = live ? tail.entries : (page.data?.items ?? []);
  const others = Object.entries(filter).filter(([name]) => ['position', 'request_id', 'action', 'entity_id'].includes(name));

  return (
    <Page
      title="Audit log"
      about="Who did what, when and from where: changes, refusals, denied access, revealed secrets. Entries of changes are never deleted."
      actions={
        <>
          <Switch label="Live tail" checked={live} onChange={(event) => setLive(event.currentTarget.checked)} mr="xs" />
          <Export filter={filter} />
        </>
      }
    >
      <Checkpoint />
      <div className="filters">
        <TextInput label="Search" placeholder="words of names" defaultValue={filter.q ?? ''} onChange={(event) => set('q', event.currentTarget.value.trim() || null)} />
        <TextInput label="User" defaultValue={filter.user ?? ''} onChange={(event) => set('user', event.currentTarget.value.trim() || null)} />
        <Select label="About" placeholder="Everything" clearable clearButtonProps={{ 'aria-label': 'Everything' }} data={ABOUT}
          value={filter.entity_type ?? null} onChange={(value) => set('entity_type', value)} />
        <Select label="Outcome" placeholder="Any" clearable clearButtonProps={{ 'aria-label': 'Any outcome' }}
          data={['done', 'refused', 'failed', 'denied']} value={filter.outcome ?? null} onChange={(value) => set('outcome', value)} />
        <TextInput label="From" type="datetime-local" onChange={(event) => set('from', instant(event.currentTarget.value))} />
        <TextInput label="Until" type="datetime-local" onChange={(event) => set('to', instant(event.currentTarget.value))} />
      </div>
      {others.length > 0 && (
        <Group gap="xs">
          {others.map(([name, value]) => (
            <Button key={name} size="compact-sm" variant="light" onClick={() => set(name, null)} aria-label={`Remove the filter ${name}`}>
              {name.replaceAll('_', ' ')}: {value} ✕
            </Button>
          ))}
        </Group>
      )}
      {Boolean(live ? tail.error : page.error) && <Failure error={live ? tail.error : page.error} retry={page.refetch} />}
      {!live && page.isPending && <Loading rows={10} />}
      {(live || page.data) && rows.length === 0 && (
        <Empty icon={<IconListSearch />} title={live ? 'Waiting for the next entry' : 'Nothing matches'}>
          {live ? 'It shows here the moment it happens.' : 'No entry fits all of these filters. Take one away.'}
        </Empty>
      )}
      {rows.length > 0 && (
        <Stack gap="xs">
          <AuditTable rows={rows} open={setOpened} />
          {!live && (
            <Group justify="space-between">
              <Button variant="default" disabled={!cursor || !page.data?.prev_cursor} loading={page.isPlaceholderData}
                onClick={() => setCursor(page.data?.prev_cursor ?? null)}>
                Newer
              </Button>
              {cursor && (
                <Button variant="subtle" onClick={() => setCursor(null)}>
                  To the newest
                </Button>
              )}
              <Button variant="default" disabled={!page.data?.next_cursor} loading={page.isPlaceholderData}
                onClick={() => setCursor(page.data?.next_cursor ?? null)}>
                Older
              </Button>
            </Group>
          )}
        </Stack>
      )}
      {opened && <Detail entry={opened} close={() => setOpened(null)} />}
    </Page>
  );
}

/** A local time of the browser as the API wants it. */
function instant(local: string): string | null {
  const time = new Date(local);
  return local && !Number.isNaN(time.getTime()) ? time.toISOString() : null;
}

function Export({ filter }: { filter: Filter }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>All that matches the filters</Menu.Label>
        <Menu.Item onClick={() => void save('text/csv', 'audit.csv', filter)}>CSV</Menu.Item>
        <Menu.Item onClick={() => void save('application/x-ndjson', 'audit.ndjson', filter)}>JSON, one entry a line</Menu.Item>
        <Menu.Item onClick={() => void save('application/x-ndjson', 'audit-ocsf.ndjson', { ...filter, format: 'ocsf' })}>OCSF</Menu.Item>
        <Menu.Item onClick={() => void save('application/x-ndjson', 'audit-cloudevents.ndjson', { ...filter, format: 'cloudevents' })}>
          CloudEvents
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

async function save(accept: string, name: string, query: Record<string, string>): Promise<void> {
  await download(address('/api/v1/llm-config/audit', { query }), accept, name);
}
