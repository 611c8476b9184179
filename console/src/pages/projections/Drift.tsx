import { Modal, Text } from '@mantine/core';
import type { Projection } from '../../api/types';
import { type Column, DataTable } from '../../parts/DataTable';
import { count, label, shown } from '../../parts/format';
import { same } from '../../parts/versions';

type Comparison = NonNullable<NonNullable<Projection['rebuild']>['comparison']>;
type Fields = Record<string, unknown>;

/** Row by row, what the view says and what the events say. */
export function Drift({ name, comparison, close }: { name: string; comparison: Comparison; close: () => void }) {
  return (
    <Modal opened onClose={close} size="xl" title={`Differing rows of ${name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Text size="sm" c="dimmed" mb="sm">
        Both as of position {count(comparison.position)}.
        {comparison.rows.length < comparison.differing && ` The first ${count(comparison.rows.length)} of ${count(comparison.differing)} are shown.`} A
        rebuild puts the view right.
      </Text>
      <DataTable label="Differing rows" rows={differences(comparison)} id={(one) => one.id} columns={COLUMNS} perPage={100} />
    </Modal>
  );
}

interface Difference {
  id: string;
  /** Empty in all but the first line of a row. */
  row: string;
  field: string;
  live: Fields;
  rebuilt: Fields;
}

function differences(comparison: Comparison): Difference[] {
  return comparison.rows.flatMap((row, index) => {
    const live = row.live as Fields;
    const rebuilt = row.rebuilt as Fields;
    return [...new Set([...Object.keys(live), ...Object.keys(rebuilt)])]
      .filter((field) => !same(live[field], rebuilt[field]))
      .map((field, place) => ({
        id: `${index}/${field}`,
        row: place === 0 ? `${row.table} ${Object.values(row.key as Fields).join(', ')}` : '',
        field,
        live,
        rebuilt,
      }));
  });
}

const COLUMNS: Column<Difference>[] = [
  { label: 'Row', cell: ({ row }) => <span className="wrap">{row}</span> },
  { label: 'Field', cell: ({ field }) => label(field) },
  { label: 'In the view', cell: ({ live, field }) => cell(live, field, 'before') },
  { label: 'By the events', cell: ({ rebuilt, field }) => cell(rebuilt, field, 'after') },
];

function cell(fields: Fields, field: string, kind: 'before' | 'after') {
  return Object.keys(fields).length === 0 ? 'no such row' : <span className={`${kind} wrap`}>{shown(fields[field])}</span>;
}
