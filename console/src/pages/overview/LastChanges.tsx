import { Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../api/client';
import { KEYS } from '../../api/queries';
import type { HistoryEntry } from '../../api/types';
import { useMayWrite } from '../../app/session';
import { spoken } from '../../parts/format';
import { Section } from '../../parts/Page';
import { Failure } from '../../parts/states';
import { summary, useNaming } from '../../parts/changes';
import { When } from '../../parts/values';
import type { RestoreTarget } from '../history/Restore';
import { nameOf, undoOf } from '../history/undo';

const Restore = lazy(() => import('../history/Restore').then((module) => ({ default: module.Restore })));

/** What changed last, and the way back from it. */
export function LastChanges() {
  const mayWrite = useMayWrite();
  const naming = useNaming();
  const [restoring, setRestoring] = useState<RestoreTarget | null>(null);
  const page = useQuery({
    queryKey: [...KEYS.history, 'last'],
    queryFn: ({ signal }) =>
      api.get('/api/v1/llm-config/history', { query: { limit: 6 }, signal }) as unknown as Promise<{ items: HistoryEntry[] }>,
  });
  return (
    <Section title="Last changes" actions={<Link to="/history" className="quiet">All changes</Link>}>
      {page.error && <Failure error={page.error} retry={page.refetch} />}
      <Stack gap={10} px="md" pb="md" component="ul" className="plain" aria-label="Last changes">
        {page.data?.items.length === 0 && (
          <Text size="sm" c="dimmed" component="li">
            None yet.
          </Text>
        )}
        {page.data?.items.map((entry) => {
          const undo = undoOf(entry);
          return (
            <Group key={entry.position} justify="space-between" wrap="nowrap" gap="sm" component="li">
              <div style={{ minWidth: 0 }}>
                <Text size="sm" className="wrap">
                  {spoken(entry.event)} <b>{nameOf(entry)}</b>
                  <Text span size="xs" c="dimmed">{` · ${entry.user ?? 'unknown'}, `}<When at={entry.occurred_at} /></Text>
                </Text>
                <Text size="xs" c="dimmed" truncate>
                  {summary(entry.changes, naming)}
                </Text>
              </div>
              {mayWrite && undo && (
                <Button size="compact-xs" variant="default" className="whole" leftSection={<IconArrowBackUp size={14} aria-hidden />}
                  aria-label={`Undo position ${entry.position}`} onClick={() => setRestoring(undo)}>
                  Undo
                </Button>
              )}
            </Group>
          );
        })}
      </Stack>
      {restoring && (
        <Suspense>
          <Restore target={restoring} close={() => setRestoring(null)} />
        </Suspense>
      )}
    </Section>
  );
}
