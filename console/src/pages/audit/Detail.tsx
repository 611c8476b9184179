import { Alert, Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../../api/client';
import type { AuditEntry } from '../../api/types';
import { Changes } from '../../parts/changes';
import { absolute, spoken } from '../../parts/format';
import { Failure } from '../../parts/states';
import { download } from './download';
import { proves } from './merkle';

const FACTS: [keyof AuditEntry, string][] = [
  ['user', 'user'],
  ['authentication', 'signed in by'],
  ['token_id', 'token'],
  ['client_address', 'client address'],
  ['peer_address', 'peer address'],
  ['forwarded_for', 'forwarded for'],
  ['user_agent', 'program'],
  ['request_id', 'request'],
  ['trace_id', 'trace'],
  ['decision', 'decision'],
  ['reason', 'reason'],
  ['error_code', 'rule'],
  ['detail', 'detail'],
  ['version_before', 'version before'],
  ['version', 'version after'],
  ['position', 'position'],
];

/** All of one entry, and its proof if it is an event's. */
export function Detail({ entry, close }: { entry: AuditEntry; close: () => void }) {
  return (
    <Drawer opened onClose={close} position="right" size="lg" title={`${spoken(entry.action)} ${entry.entity_name ?? ''}`}
      closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack>
        <Text size="sm" c="dimmed">
          {absolute(entry.occurred_at)}
        </Text>
        {entry.changes && <Changes changes={entry.changes} />}
        <table className="facts" aria-label="Details">
          <tbody>
            {FACTS.filter(([field]) => entry[field] !== null && entry[field] !== undefined && entry[field] !== '').map(([field, label]) => (
              <tr key={field}>
                <th scope="row">{label}</th>
                <td className="wrap">{String(entry[field])}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {entry.request_id && (
          <Text size="sm">
            <Link to={`/audit?request_id=${encodeURIComponent(entry.request_id)}`} onClick={close}>
              Everything of this request
            </Link>
          </Text>
        )}
        {entry.position ? (
          <Proof position={entry.position} />
        ) : (
          <Text size="sm" c="dimmed">
            This entry is no event’s, so it is not in the tree: it was recorded when nothing changed.
          </Text>
        )}
      </Stack>
    </Drawer>
  );
}

/** The browser computes the root itself from the event's leaf and the path, and compares it with the signed one. */
function Proof({ position }: { position: number }) {
  const proof = useQuery({
    queryKey: ['inclusion', position],
    enabled: false,
    queryFn: async ({ signal }) => {
      const status = await api.get('/api/v1/llm-config/audit/proof', { signal });
      if (status.checkpoint_size < position) return { waiting: true as const };
      const inclusion = await api.get('/api/v1/llm-config/audit/proof/inclusion', {
        query: { position, size: status.checkpoint_size },
        signal,
      });
      const note = (await api.get('/api/v1/llm-config/audit/checkpoint', {
        query: { size: status.checkpoint_size },
        signal,
      })) as unknown as string;
      return { waiting: false as const, size: status.checkpoint_size, good: await proves(inclusion, note) };
    },
  });
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button size="xs" variant="default" loading={proof.isFetching} onClick={() => void proof.refetch()}>
          Prove it
        </Button>
        <Button size="xs" variant="subtle"
          onClick={() => void download(`/api/v1/llm-config/audit/proof/bundle/${position}`, 'application/json', `proof-${position}.json`)}>
          Save the proof
        </Button>
      </Group>
      {proof.error && <Failure error={proof.error} />}
      {proof.data?.waiting && (
        <Text size="sm" role="status">
          No checkpoint covers it yet. One is signed at least once a minute.
        </Text>
      )}
      {proof.data?.waiting === false && (
        <Alert color={proof.data.good ? 'green' : 'red'} role="status" title={proof.data.good ? 'It is in the signed log, unchanged' : 'It is not as it was signed'}>
          <Text size="sm" c="var(--mantine-color-text)">
            {proof.data.good
              ? `Computed in this browser: its leaf leads to the root of the checkpoint of ${proof.data.size} events. The signature itself is checked by “signalbox audit verify”.`
              : 'The path from its leaf does not lead to the checkpoint’s root. Keep a copy of the database and run “signalbox audit verify”.'}
          </Text>
        </Alert>
      )}
    </Stack>
  );
}
