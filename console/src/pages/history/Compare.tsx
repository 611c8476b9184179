import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconEqual } from '@tabler/icons-react';
import { type FormEvent, useEffect, useState } from 'react';
import { api } from '../../api/client';
import { KEYS } from '../../api/queries';
import { useMayWrite } from '../../app/session';
import { label, noun } from '../../parts/format';
import { useNaming } from '../../parts/changes';
import { Empty, Failure, Loading } from '../../parts/states';
import type { Operation } from './patch';
import { pointOf } from './point';
import type { RestoreTarget } from './Restore';

interface Props {
  from: string | null;
  to: string | null;
  set: (changes: Record<string, string | null>) => void;
  restore: (target: RestoreTarget) => void;
}

/** The configuration at two points, and what differs. A point is a position or a time. */
export function Compare({ from, to, set, restore }: Props) {
  const mayWrite = useMayWrite();
  const naming = useNaming();
  const [first, setFirst] = useState(from ?? '0');
  const [second, setSecond] = useState(to ?? '');
  useEffect(() => {
    setFirst(from ?? '0');
    setSecond(to ?? '');
  }, [from, to]);
  const diff = useQuery({
    queryKey: [...KEYS.history, 'diff', from ?? '0', to],
    queryFn: ({ signal }) => api.get('/api/v1/llm-config/history/diff', { query: { from: from ?? '0', to }, signal }),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    set({ from: pointOf(first) || '0', to: pointOf(second) || null });
  }
  const patch = (diff.data?.patch ?? []) as Operation[];
  return (
    <Stack>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput label="From" description="Position, or a time as 2026-11-25 09:30" value={first} onChange={(event) => setFirst(event.currentTarget.value)} w={290} maw="100%" />
          <TextInput label="To" description="The same; empty: now" placeholder="now" value={second} onChange={(event) => setSecond(event.currentTarget.value)} w={290} maw="100%" />
          <Button type="submit" variant="default">
            Compare
          </Button>
        </Group>
      </form>
      {diff.isPending && <Loading />}
      {diff.error && <Failure error={diff.error} />}
      {diff.data && patch.length === 0 && (
        <Empty icon={<IconEqual />} title="No difference">
          The configuration is the same at position {diff.data.from} and at position {diff.data.to}.
        </Empty>
      )}
      {diff.data && patch.length > 0 && (
        <section className="card">
          <Group justify="space-between" p="md" pb="xs">
            <Text fw={600} size="sm">
              {patch.length} {patch.length === 1 ? 'difference' : 'differences'} from position {diff.data.from} to position {diff.data.to}
            </Text>
            {mayWrite && (
              <Button size="xs" variant="default"
                onClick={() => restore({ position: diff.data.from, label: `everything as at position ${diff.data.from}` })}>
                Restore position {diff.data.from}
              </Button>
            )}
          </Group>
          <table className="rows" aria-label="Differences">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              {patch.map((operation) => (
                <tr key={operation.path}>
                  <td data-label="What" className="wrap">{place(operation.path, naming)}</td>
                  <td data-label="Before" className="wrap">{operation.op === 'add' ? '–' : <span className="before">{brief(operation.before, naming)}</span>}</td>
                  <td data-label="After" className="wrap">{operation.op === 'remove' ? '–' : <span className="after">{brief(operation.value, naming)}</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Stack>
  );
}

/** `/server/1/model_path` → `server gpu-01 › model path`. */
function place(path: string, naming: (value: unknown) => string): string {
  const [type = '', id = '', ...fields] = path.slice(1).split('/');
  const number = Number(id);
  const name =
    type === 'active_provider' || Number.isNaN(number)
      ? id
      : naming({ provider_type: type === 'server' ? 'ai_server' : type, provider_id: number });
  return [`${noun(type)} ${name}`, ...fields.map(label)].join(' › ');
}

/** A whole entity by its name and what matters most; a field as it is. */
function brief(value: unknown, shown: (value: unknown) => string): string {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    const entity = value as Record<string, unknown>;
    const name = entity.name ?? entity.key_name;
    if ('primary' in entity) return [entity.primary, ...((entity.fallbacks ?? []) as unknown[])].map(shown).join(', then ');
    if (name) return [name, entity.base_url ?? entity.provider].filter(Boolean).join(' – ');
  }
  return shown(value);
}
