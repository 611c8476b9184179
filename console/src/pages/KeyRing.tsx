import { Alert, Badge, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../api/client';
import { KEYS, queryClient, useKeyRing } from '../api/queries';
import type { RingStatus } from '../api/types';
import { useMayWrite } from '../app/session';
import { type Column, DataTable } from '../parts/DataTable';
import { Confirm, said } from '../parts/dialogs';
import { count } from '../parts/format';
import { Page, Section } from '../parts/Page';
import { Failure, Loading } from '../parts/states';
import { When } from '../parts/values';

type RingKey = RingStatus['keys'][number];

/** The keys that wrap the secrets' own keys, and the four steps of changing them. */
export default function KeyRing() {
  const ring = useKeyRing();
  const mayWrite = useMayWrite();
  const [asked, setAsked] = useState<{ what: 'promote' | 'retire'; id: string } | null>(null);
  const again = () => queryClient.invalidateQueries({ queryKey: KEYS.keyRing });
  const add = useMutation({
    mutationFn: () => api.post('/api/v1/admin/keyring/keys'),
    onSuccess: (key) => said(`Key ${key.id} is made. Copy the ring file to the other nodes, then promote it.`),
    onSettled: again,
  });
  const rewrap = useMutation({ mutationFn: () => api.post('/api/v1/admin/keyring/rewrap'), onSettled: again });
  const stop = useMutation({ mutationFn: () => api.delete('/api/v1/admin/keyring/rewrap'), onSettled: again });
  const data = ring.data;
  const old = data?.keys.some((key) => !key.primary && key.wraps > 0) ?? false;

  const columns: Column<RingKey>[] = [
    {
      label: 'Key',
      cell: (key) => (
        <Group gap="xs">
          <span className="mono">{key.id}</span>
          {key.primary && <Badge tt="none">primary</Badge>}
        </Group>
      ),
    },
    { label: 'From', cell: (key) => key.source },
    { label: 'On this node', cell: (key) => <OnThisNode ringKey={key} /> },
    { label: 'Wraps', kind: 'number', cell: (key) => count(key.wraps) },
    { label: 'Added', cell: (key) => <When at={key.added_at} /> },
    {
      label: 'Actions',
      kind: 'actions',
      cell: (key) =>
        mayWrite &&
        !key.primary && (
          <Group gap={4} justify="flex-end" wrap="nowrap">
            <Button size="xs" variant="default" onClick={() => setAsked({ what: 'promote', id: key.id })}>
              Promote
            </Button>
            {(key.added_at !== null || key.source === 'file') && (
              <Button size="xs" variant="default" disabled={key.wraps > 0} onClick={() => setAsked({ what: 'retire', id: key.id })}
                title={key.wraps > 0 ? 'It still wraps secrets: re-wrap first' : undefined}>
                Retire
              </Button>
            )}
          </Group>
        ),
    },
  ];

  return (
    <Page
      title="Key ring"
      about="Every secret is sealed under a key of its own; those keys are wrapped by the primary key of this ring. Change it in four steps: add, promote, re-wrap, retire."
      actions={
        mayWrite && (
          <Button variant="default" loading={add.isPending} onClick={() => add.mutate()}>
            Add a key
          </Button>
        )
      }
    >
      {ring.isPending && <Loading rows={3} />}
      {ring.error && <Failure error={ring.error} retry={ring.refetch} />}
      {add.error && <Failure error={add.error} />}
      {data && data.degraded.length > 0 && (
        <Alert color="red" title="Some secrets can’t be opened">
          <Stack gap={4}>
            {data.degraded.map((one) => (
              <Text key={one.secret_id} size="sm" c="var(--mantine-color-text)">
                <Link to={one.provider_type === 'ai_server' ? '/servers' : '/api-keys'}>{one.name}</Link> needs the key{' '}
                <span className="mono">{one.needed_key_id}</span>. Put that key back, or enter the provider’s key again.
              </Text>
            ))}
          </Stack>
        </Alert>
      )}
      {data && <DataTable label="Keys of the ring" rows={data.keys} id={(key) => key.id} columns={columns} />}
      {data && (
        <Section title="Re-wrapping" about="Puts all secrets’ keys under the primary key, online. It can be stopped and repeated at any time."
          actions={
            mayWrite &&
            (data.rewrap?.state === 'running' ? (
              <Button size="xs" variant="default" onClick={() => stop.mutate()}>
                Stop
              </Button>
            ) : (
              <Button size="xs" variant={old ? 'filled' : 'default'} loading={rewrap.isPending} onClick={() => rewrap.mutate()}>
                Re-wrap
              </Button>
            ))
          }
        >
          <Stack px="md" pb="md" gap="xs">
            {(rewrap.error ?? stop.error) && <Failure error={rewrap.error ?? stop.error} />}
            <Rewrap rewrap={data.rewrap} old={old} />
          </Stack>
        </Section>
      )}
      {asked && (
        <Confirm
          title={`${asked.what === 'promote' ? 'Promote' : 'Retire'} the key ${asked.id}?`}
          confirm={asked.what === 'promote' ? 'Promote' : 'Retire'}
          danger={asked.what === 'retire'}
          close={() => setAsked(null)}
          act={() =>
            asked.what === 'promote'
              ? api.post('/api/v1/admin/keyring/keys/{id}/promote', { path: { id: asked.id } })
              : api.post('/api/v1/admin/keyring/keys/{id}/retire', { path: { id: asked.id } })
          }
        >
          {asked.what === 'promote'
            ? 'New secrets are sealed under it from now on. It is refused while a live node does not have the key.'
            : 'It is forgotten. Keep a copy as long as you keep database backups that need it.'}
        </Confirm>
      )}
    </Page>
  );
}

/** A retired key is here for as long as the node's own setting names it: that can't be changed from a browser. */
function OnThisNode({ ringKey }: { ringKey: RingKey }) {
  if (!ringKey.held) return <Text span size="sm" c="var(--sbx-down)">missing</Text>;
  if (ringKey.source === 'configured' && !ringKey.primary && ringKey.added_at === null) {
    return <Text span size="sm" c="dimmed">not in use; BYOK_ENCRYPTION_KEY still names it</Text>;
  }
  return 'yes';
}

function Rewrap({ rewrap, old }: { rewrap: RingStatus['rewrap']; old: boolean }) {
  if (rewrap?.state === 'running') {
    return (
      <>
        <Progress.Root size="lg">
          <Progress.Section value={rewrap.total === 0 ? 100 : (100 * rewrap.done) / rewrap.total} animated aria-label="Re-wrapping" />
        </Progress.Root>
        <Text size="sm" c="dimmed">
          {count(rewrap.done)} of {count(rewrap.total)}, {count(rewrap.per_second)}/s
        </Text>
      </>
    );
  }
  return (
    <Text size="sm" c="dimmed">
      {old ? 'Some secrets are still under an older key. ' : 'All secrets are under the primary key. '}
      {rewrap?.finished_at && (
        <>
          Last time <When at={rewrap.finished_at} />: {count(rewrap.done)} done{rewrap.failed > 0 ? `, ${count(rewrap.failed)} failed` : ''}
          {rewrap.error ? `; ${rewrap.error}` : ''}.
        </>
      )}
    </Text>
  );
}
