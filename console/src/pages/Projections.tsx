import { Alert, Button, Code, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client';
import { KEYS, queryClient, useProjections } from '../api/queries';
import type { Projection } from '../api/types';
import { useMayWrite } from '../app/session';
import { count, duration } from '../parts/format';
import { Page, Section } from '../parts/Page';
import { Failure, Loading } from '../parts/states';
import { StateMark, When } from '../parts/values';
import { Confirm } from '../parts/dialogs';
import { DeadLetters } from './projections/DeadLetters';
import { Drift } from './projections/Drift';

const STATE = { live: 'healthy', rebuilding: 'cooling', failed: 'down' } as const;
const again = () => queryClient.invalidateQueries({ queryKey: KEYS.projections });

export default function Projections() {
  const projections = useProjections();
  const mayWrite = useMayWrite();
  const [all, setAll] = useState(false);
  return (
    <Page
      title="Projections"
      about="The views that everything is read from. Each can be thrown away and made again from the events while readers go on seeing the old one."
      actions={
        mayWrite && (
          <Button variant="default" onClick={() => setAll(true)}>
            Rebuild all
          </Button>
        )
      }
    >
      {projections.isPending && <Loading />}
      {projections.error && <Failure error={projections.error} retry={projections.refetch} />}
      {projections.data?.map((projection) => <OneProjection key={projection.name} projection={projection} mayWrite={mayWrite} />)}
      {all && (
        <Confirm
          title="Rebuild all views?"
          confirm="Rebuild all"
          close={() => setAll(false)}
          act={() => api.post('/api/v1/admin/projections/rebuild')}
        >
          All views are made again from the first event on, one after the other’s lock. Nobody sees a gap.
        </Confirm>
      )}
    </Page>
  );
}

function OneProjection({ projection, mayWrite }: { projection: Projection; mayWrite: boolean }) {
  const { name, state, rebuild } = projection;
  const running = state === 'rebuilding';
  const start = useMutation({
    mutationFn: (compare: boolean) => api.post('/api/v1/admin/projections/{name}/rebuild', { path: { name }, query: { compare } }),
    onSettled: again,
  });
  const cancel = useMutation({
    mutationFn: () => api.delete('/api/v1/admin/projections/{name}/rebuild', { path: { name } }),
    onSettled: again,
  });
  const [rows, setRows] = useState(false);
  const comparison = rebuild?.comparison ?? null;
  return (
    <Section
      title={name}
      about={
        <>
          at position {count(projection.position)} of {count(projection.head)}
          {projection.lag > 0 ? ` – ${count(projection.lag)} behind` : ', up to date'}
        </>
      }
      actions={
        <Group gap="xs">
          <StateMark state={STATE[state]} label={state} />
          {mayWrite && !running && (
            <>
              <Button size="xs" variant="default" loading={start.isPending && start.variables === true} onClick={() => start.mutate(true)}>
                Compare
              </Button>
              <Button size="xs" variant="default" loading={start.isPending && start.variables === false} onClick={() => start.mutate(false)}>
                Rebuild
              </Button>
            </>
          )}
          {mayWrite && running && (
            <Button size="xs" variant="default" color="red" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              Cancel
            </Button>
          )}
        </Group>
      }
    >
      <Stack px="md" pb="md" gap="xs" className="body">
        {(start.error ?? cancel.error) && <Failure error={start.error ?? cancel.error} />}
        {projection.error && (
          <Alert color="red" title="Its last batch was rolled back; it is tried again">
            <Code block className="wrap">
              {projection.error}
            </Code>
          </Alert>
        )}
        {projection.parked > 0 && (
          <>
            <Text size="sm">
              <b>{count(projection.parked)} {projection.parked === 1 ? 'event is' : 'events are'} parked</b>: the view could not apply{' '}
              {projection.parked === 1 ? 'it' : 'them'} and goes on without. Mend the cause and retry; a rebuild tries parked events again, too.
            </Text>
            <DeadLetters name={name} mayWrite={mayWrite} />
          </>
        )}
        {running && !rebuild && <Text size="sm">Another node is rebuilding it.</Text>}
        {rebuild && running && <Running rebuild={rebuild} name={name} />}
        {rebuild?.finished_at && (
          <Text size="sm" c="dimmed" component="div">
            {comparison ? 'Compared' : 'Last rebuild'} <When at={rebuild.finished_at} />: {ending(rebuild)}
          </Text>
        )}
        {comparison && comparison.differing > 0 && (
          <Alert color="red" title={`${count(comparison.differing)} ${comparison.differing === 1 ? 'row differs' : 'rows differ'} from what the events say`}>
            <Button size="xs" variant="default" onClick={() => setRows(true)}>
              Show {comparison.differing === 1 ? 'it' : 'them'}
            </Button>
          </Alert>
        )}
      </Stack>
      {rows && comparison && <Drift name={name} comparison={comparison} close={() => setRows(false)} />}
    </Section>
  );
}

function ending(rebuild: NonNullable<Projection['rebuild']>): string {
  if (rebuild.error === 'cancelled') return 'cancelled, nothing was changed';
  if (rebuild.error) return `ended without changing anything (${rebuild.error})`;
  const pace = `${count(rebuild.events_done)} events at ${count(rebuild.events_per_second)}/s`;
  if (rebuild.comparison) return rebuild.comparison.differing === 0 ? `${pace} – the live view is the same, row for row` : pace;
  const replaced = rebuild.rows_replaced;
  return replaced === null ? pace : `${pace}, ${replaced === 0 ? 'no row was wrong' : `${count(replaced)} ${replaced === 1 ? 'row' : 'rows'} put right`}`;
}

function Running({ rebuild, name }: { rebuild: NonNullable<Projection['rebuild']>; name: string }) {
  const percent = rebuild.events_total === 0 ? 100 : (100 * rebuild.events_done) / rebuild.events_total;
  return (
    <>
      <Progress.Root size="lg">
        <Progress.Section value={percent} animated aria-label={`Rebuild of ${name}`} />
      </Progress.Root>
      <Text size="sm" c="dimmed">
        {count(rebuild.events_done)} of {count(rebuild.events_total)} events, {count(rebuild.events_per_second)}/s
        {rebuild.seconds_left !== null ? `, about ${duration(rebuild.seconds_left)} left` : ''}
      </Text>
    </>
  );
}
