import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { KEYS, queryClient } from '../../api/queries';
import { type Column, DataTable } from '../../parts/DataTable';
import { Confirm, said } from '../../parts/dialogs';
import { spoken } from '../../parts/format';
import { Failure, Loading } from '../../parts/states';
import { When } from '../../parts/values';
import { Inspect } from './Inspect';
import { type DeadLetter, isFirst, outcome, reason, type Retried } from './letters';

const PATH = '/api/v1/admin/projections/{name}/dead-letters';
/** The audit log must not lack an event. */
const KEEPS_ALL = 'audit';

/** What a view could not apply: looked at, tried again when the cause is mended, or let go. */
export function DeadLetters({ name, mayWrite }: { name: string; mayWrite: boolean }) {
  const [inspected, setInspected] = useState<DeadLetter | null>(null);
  const [discarded, setDiscarded] = useState<DeadLetter | null>(null);
  const parked = useQuery({
    queryKey: [...KEYS.projections, name, 'dead-letters'],
    queryFn: ({ signal }) =>
      api.get(PATH, { path: { name }, query: { limit: 1000 }, signal }) as unknown as Promise<{ total: number; letters: DeadLetter[] }>,
    refetchInterval: 10_000,
  });
  const retry = useMutation({
    mutationFn: (letter: DeadLetter | null) =>
      (letter
        ? api.post(`${PATH}/{id}/retry`, { path: { name, id: letter.id } })
        : api.post(`${PATH}/retry`, { path: { name } })) as unknown as Promise<Retried>,
    onSuccess: (result) => said(outcome(result)),
    onSettled: () => queryClient.invalidateQueries(),
  });
  const letters = parked.data?.letters ?? [];
  const columns: Column<DeadLetter>[] = [
    {
      label: 'Event',
      cell: (letter) => (
        <div>
          <Text size="sm" fw={600}>
            {spoken(letter.event_type)}
          </Text>
          <Text size="xs" c="dimmed">
            {letter.aggregate} · position {letter.position}
          </Text>
        </div>
      ),
    },
    {
      label: 'Why',
      cell: (letter) => (
        <Text size="sm" className="wrap" lineClamp={2}>
          {letter.cause ? reason(letter.cause) : 'waits for those before it'}
        </Text>
      ),
    },
    { label: 'Parked', cell: (letter) => <When at={letter.parked_at} /> },
    { label: 'Retries', kind: 'number', cell: (letter) => letter.retries },
    {
      label: 'Actions',
      kind: 'actions',
      cell: (letter) => (
        <Group gap={4} wrap="nowrap" justify="flex-end">
          <Button size="compact-sm" variant="default" onClick={() => setInspected(letter)}>
            Inspect
          </Button>
          {mayWrite && isFirst(letter, letters) && (
            <Button size="compact-sm" variant="default" loading={retry.isPending && retry.variables?.id === letter.id} onClick={() => retry.mutate(letter)}>
              Retry
            </Button>
          )}
          {mayWrite && name !== KEEPS_ALL && (
            <Button size="compact-sm" variant="subtle" color="red" onClick={() => setDiscarded(letter)}>
              Discard
            </Button>
          )}
        </Group>
      ),
    },
  ];
  return (
    <>
      {parked.isPending && <Loading rows={2} />}
      {parked.error && <Failure error={parked.error} retry={parked.refetch} />}
      {retry.error && <Failure error={retry.error} />}
      {letters.length > 0 && <DataTable label={`Parked events of ${name}`} rows={letters} id={(letter) => letter.id} columns={columns} perPage={20} />}
      {mayWrite && letters.length > 1 && (
        <div>
          <Button size="xs" variant="default" loading={retry.isPending && retry.variables === null} onClick={() => retry.mutate(null)}>
            Retry all {parked.data!.total}
          </Button>
        </div>
      )}
      {inspected && <Inspect view={name} letter={inspected} close={() => setInspected(null)} />}
      {discarded && (
        <Confirm
          title={`Discard ${spoken(discarded.event_type).toLowerCase()} at position ${discarded.position}?`}
          confirm="Discard"
          danger
          close={() => setDiscarded(null)}
          act={() => api.delete(`${PATH}/{id}`, { path: { name, id: discarded.id } })}
          done={() => said('The event is let go')}
        >
          The view {name} stays without this event until it is rebuilt. The event itself is kept, and so is its place in the audit log.
        </Confirm>
      )}
    </>
  );
}
