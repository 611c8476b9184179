import { Group, Stack, Text } from '@mantine/core';
import type { Change, ProviderType } from '../api/types';
import { useProviders } from '../api/queries';
import { shown, words } from './format';
import { named } from './uses';

/** Field by field, before and after. */
export function Changes({ changes }: { changes: Record<string, Change> | null }) {
  const fields = Object.entries(changes ?? {});
  if (fields.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No field changed.
      </Text>
    );
  }
  return (
    <Stack gap={4} component="dl" m={0}>
      {fields.map(([field, change]) => (
        <Group key={field} gap="xs" align="baseline" wrap="nowrap">
          <Text component="dt" size="sm" c="dimmed" miw={130} w={130} className="wrap">
            {words(field)}
          </Text>
          <Text component="dd" size="sm" m={0} className="wrap">
            <OneChange change={change} />
          </Text>
        </Group>
      ))}
    </Stack>
  );
}

/** Numbers of providers as the names they have now. */
export function useNaming(): (value: unknown) => string {
  const { servers, apiKeys } = useProviders();
  return (value) =>
    shown(value, (type, id) => named({ provider_type: type as ProviderType, provider_id: id }, servers, apiKeys).name);
}

function OneChange({ change }: { change: Change }) {
  const text = useNaming();
  if (change.changed) return <span className="after">changed (the secret is never shown)</span>;
  if (change.before === undefined || change.before === null) return <span className="after">{text(change.after)}</span>;
  return (
    <>
      <span className="before">{text(change.before)}</span> <span aria-label="became">→</span>{' '}
      <span className="after">{text(change.after)}</span>
    </>
  );
}

/** The fields in which two versions of the same thing differ. */
export function difference(before: object, after: object, fields: readonly string[]): Record<string, Change> {
  const changes: Record<string, Change> = {};
  for (const field of fields) {
    const was = (before as Record<string, unknown>)[field] ?? null;
    const is = (after as Record<string, unknown>)[field] ?? null;
    if (JSON.stringify(was) !== JSON.stringify(is)) changes[field] = { before: was, after: is };
  }
  return changes;
}
