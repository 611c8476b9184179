import { Text, UnstyledButton } from '@mantine/core';
import type { AuditEntry } from '../../api/types';
import { type Column, DataTable } from '../../parts/DataTable';
import { shown, spoken, words } from '../../parts/format';
import { StateMark, When } from '../../parts/values';

const STATES: Record<string, string> = { done: 'healthy', refused: 'degraded', failed: 'down', denied: 'down' };

export function AuditTable({ rows, open }: { rows: AuditEntry[]; open: (entry: AuditEntry) => void }) {
  const columns: Column<AuditEntry>[] = [
    { label: 'When', cell: (entry) => <Text span size="sm" style={{ whiteSpace: 'nowrap' }}><When at={entry.occurred_at} /></Text> },
    {
      label: 'What',
      cell: (entry) => (
        <div>
          <UnstyledButton fw={600} fz="sm" ta="inherit" onClick={() => open(entry)}>
            {spoken(entry.action)}
          </UnstyledButton>
          <Text size="xs" c="dimmed" className="wrap">
            {entry.entity_name ?? (entry.entity_id ? `${words(entry.entity_type ?? '')} ${entry.entity_id}` : (entry.operation?.includes('/') ? '' : spoken(entry.operation ?? '')))}
          </Text>
        </div>
      ),
    },
    { label: 'Who', cell: (entry) => entry.user ?? <Text span size="sm" c="dimmed">nobody known</Text> },
    { label: 'From', cell: (entry) => <span className="mono">{entry.client_address ?? '–'}</span> },
    {
      label: 'Outcome',
      cell: (entry) => (
        <StateMark
          state={STATES[entry.outcome ?? ''] ?? 'unknown'}
          label={`${entry.outcome}${(entry.occurrences ?? 1) > 1 ? ` ×${entry.occurrences}` : ''}`}
        />
      ),
    },
    { label: 'Change', cell: (entry) => <Text size="sm" className="wrap" maw={380} lineClamp={2}>{summary(entry)}</Text> },
  ];
  return <DataTable label="Audit entries" rows={rows} id={(entry) => entry.id} columns={columns} perPage={100} />;
}

/** What a row has room for: the first fields that changed, or why it did not happen. */
export function summary(entry: AuditEntry): string {
  if (entry.outcome !== 'done') return entry.detail ?? words(entry.error_code ?? '');
  const changes = Object.entries(entry.changes ?? {});
  const parts = changes.slice(0, 3).map(([field, change]) => {
    if (change.changed) return `${words(field)} changed`;
    const after = shown(change.after);
    return change.before === null || change.before === undefined
      ? `${words(field)}: ${after}`
      : `${words(field)}: ${shown(change.before)} → ${after}`;
  });
  const more = changes.length - parts.length;
  return parts.join(', ') + (more > 0 ? `, ${more} more` : '') || (entry.detail ?? '');
}
