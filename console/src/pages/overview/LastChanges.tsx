import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../../api/client';
import { KEYS } from '../../api/queries';
import type { HistoryEntry } from '../../api/types';
import { spoken } from '../../parts/format';
import { Section } from '../../parts/Page';
import { Failure } from '../../parts/states';
import { When } from '../../parts/values';
import { nameOf } from '../history/Entry';

export function LastChanges() {
  const page = useQuery({
    queryKey: [...KEYS.history, 'last'],
    queryFn: ({ signal }) =>
      api.get('/api/v1/llm-config/history', { query: { limit: 6 }, signal }) as unknown as Promise<{ items: HistoryEntry[] }>,
  });
  return (
    <Section title="Last changes" actions={<Link to="/history" className="quiet">All</Link>}>
      <Stack gap={6} px="md" pb="md" component="ul" className="plain">
        {page.error && <Failure error={page.error} retry={page.refetch} />}
        {page.data?.items.length === 0 && (
          <Text size="sm" c="dimmed" component="li">
            None yet.
          </Text>
        )}
        {page.data?.items.map((entry) => (
          <Group key={entry.position} justify="space-between" wrap="nowrap" gap="sm" component="li">
            <Text size="sm" truncate>
              {spoken(entry.event)} <b>{nameOf(entry)}</b>
            </Text>
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              {entry.user}, <When at={entry.occurred_at} />
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
