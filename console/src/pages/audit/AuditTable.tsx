import { Text, UnstyledButton } from '@mantine/core';
import type { AuditEntry } from '../../api/types';
import { type Column, DataTable } from '../../parts/DataTable';
import { summary, useNaming } from '../../parts/changes';
import { noun, spoken, words } from '../../parts/format';
import { StateMark, When } from '../../parts/values';

const STATES: Record<string, string> = { done: 'healthy', refused: 'degraded', failed: 'down', denied: 'down' };

export function AuditTable({ rows, open }: { rows: AuditEntry[]; open: (entry: AuditEntry) => void }) {
  const naming = useNaming();
  const columns: Column<AuditEntry>[] = [
    { label: 'When', cell: (entry) => <Text span size="sm" style={{ whiteSpace: 'nowrap' }}><When at={entry.occurred_at} /></Text> },
    {
      label: 'What',
      lead: true,
      cell: (entry) => (
        <div>
          <UnstyledButton fw={600} fz="sm" ta="inherit" onClick={() => open(entry)}>
            {spoken(entry.action)}
          </UnstyledButton>
          <Text size="xs" c="dimmed" className="wrap">
            {entry.entity_name ?? (entry.entity_id ? `${noun(entry.entity_type ?? '')} ${entry.entity_id}` : null)}
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
    { label: 'Change', cell: (entry) => <InShort entry={entry} naming={naming} /> },
  ];
  return <DataTable label="Audit entries" rows={rows} id={(entry) => entry.id} columns={columns} perPage={100} />;
}

function InShort({ entry, naming }: { entry: AuditEntry; naming: (value: unknown) => string }) {
  const text = entry.outcome === 'done' ? summary(entry.changes, naming) || entry.detail : (entry.detail ?? words(entry.error_code ?? ''));
  if (!text) return null;
  return (
    <Text size="sm" className="wrap" maw={380} lineClamp={2}>
      {text}
    </Text>
  );
}
