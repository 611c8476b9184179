import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client';
import { KEYS } from '../api/queries';
import type { HistoryEntry } from '../api/types';
import { useNaming } from './changes';
import { label } from './format';
import { When } from './values';
import { same, type Versions } from './versions';

interface Props {
  /** As the history knows it. */
  entity: { entity_type: string; entity_id: string | number };
  /** The version that the form was opened with. */
  since: number;
  versions: Versions[];
  takeTheirs: () => void;
  keepMine: () => void;
}

/** Somebody else was faster: who and when, both versions beside each other, and the choice. */
export function Conflict({ entity, since, versions, takeTheirs, keepMine }: Props) {
  const text = useNaming();
  const changes = useQuery({
    queryKey: [...KEYS.history, 'since', entity.entity_type, entity.entity_id, since],
    queryFn: ({ signal }) =>
      api.get('/api/v1/llm-config/history', { query: { ...entity, limit: 20 }, signal }) as unknown as Promise<{ items: HistoryEntry[] }>,
  });
  const others = changes.data?.items.filter((entry) => entry.version > since) ?? [];
  return (
    <Alert color="yellow" title="Changed by someone else meanwhile" role="alert">
      <Stack gap="sm">
        <Text size="sm" c="var(--mantine-color-text)" component="div">
          {others.length === 0 && 'Another version was saved since you opened this form.'}
          {others.map((entry) => (
            <div key={entry.position}>
              <b>{entry.user ?? 'Somebody'}</b> saved another version <When at={entry.occurred_at} /> (position {entry.position}).
            </div>
          ))}
          Nothing of yours is saved yet.
        </Text>
        <table className="rows both" aria-label="Both versions">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Saved now</th>
              <th scope="col">Yours</th>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ field, base, theirs, mine }) => (
              <tr key={field}>
                <td data-label="Field">{label(field)}</td>
                <td data-label="Saved now" className="wrap">
                  <Value text={text(theirs)} changed={!same(base, theirs)} />
                </td>
                <td data-label="Yours" className="wrap">
                  <Value text={text(mine)} changed={!same(base, mine)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {versions.length === 0 && <Text size="sm" c="var(--mantine-color-text)">Both say the same.</Text>}
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={takeTheirs}>
            Start again from theirs
          </Button>
          <Button size="xs" onClick={keepMine}>
            Save mine over it
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

/** What was not touched stands back. */
function Value({ text, changed }: { text: string; changed: boolean }) {
  return changed ? <span className="after">{text}</span> : <Text span inherit c="dimmed">{text}</Text>;
}
