import { Group, Text } from '@mantine/core';
import type { Change, ProviderType } from '../api/types';
import { useProviders } from '../api/queries';
import { label, shown } from './format';
import { named } from './uses';

/** What says most about a thing comes first; all else in the order of its names. */
const FIRST = ['name', 'key_name', 'provider', 'server_type', 'base_url', 'model_path', 'primary', 'fallbacks'];

/** The fields worth a line: what a thing begins or ends with, but not that it had neither this nor that. */
export function telling(changes: Record<string, Change> | null): [string, Change][] {
  const rank = (field: string) => (FIRST.includes(field) ? FIRST.indexOf(field) : FIRST.length);
  return Object.entries(changes ?? {})
    .filter(([, change]) => change.changed || !(nothing(change.before) && nothing(change.after)))
    .sort(([a], [b]) => rank(a) - rank(b) || label(a).localeCompare(label(b)));
}

function nothing(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Field by field, before and after. */
export function Changes({ changes }: { changes: Record<string, Change> | null }) {
  const fields = telling(changes);
  if (fields.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No field changed.
      </Text>
    );
  }
  return (
    <dl className={fields.length > 3 ? 'changes many' : 'changes'}>
      {fields.map(([field, change]) => (
        <Group key={field} gap="xs" align="baseline" wrap="nowrap">
          <Text component="dt" size="sm" c="dimmed" miw={130} w={130} className="wrap">
            {label(field)}
          </Text>
          <Text component="dd" size="sm" m={0} className="wrap">
            <OneChange change={change} />
          </Text>
        </Group>
      ))}
    </dl>
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

/** What a line has room for: the first fields that changed. */
export function summary(changes: Record<string, Change> | null, text: (value: unknown) => string): string {
  const fields = telling(changes);
  const parts = fields.slice(0, 3).map(([field, change]) => {
    if (change.changed) return `${label(field)} ${change.before ? 'changed' : 'set'}`;
    const after = text(change.after);
    return change.before === null || change.before === undefined ? `${label(field)}: ${after}` : `${label(field)}: ${text(change.before)} → ${after}`;
  });
  const more = fields.length - parts.length;
  return parts.join(', ') + (more > 0 ? `, ${more} more` : '');
}
