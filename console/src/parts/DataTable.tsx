import { Group, Pagination, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { type Order, sorted, turned } from './order';

export interface Column<T> {
  label: string;
  cell: (row: T) => ReactNode;
  kind?: 'number' | 'actions';
  /** What the row is about: on a phone its heading, wherever the column is. */
  lead?: boolean;
  /** By what rows are put in order when the column's heading is pressed. */
  by?: (row: T) => string | number | null;
}

interface Props<T> {
  label: string;
  rows: T[];
  id: (row: T) => string | number;
  columns: Column<T>[];
  perPage?: number;
}

/** Rows in pages: a thousand of them cost no more than fifty. */
export function DataTable<T>({ label, rows, id, columns, perPage = 50 }: Props<T>) {
  const [wanted, setPage] = useState(1);
  const [order, setOrder] = useState<Order | null>(null);
  const pages = Math.max(1, Math.ceil(rows.length / perPage));
  const page = Math.min(wanted, pages);
  const by = columns.find((column) => column.label === order?.column)?.by;
  const all = order && by ? sorted(rows, by, order.falling) : rows;
  const shown = all.slice((page - 1) * perPage, page * perPage);
  const lead = columns.some((column) => column.lead) ? undefined : columns[0];
  const looks = (column: Column<T>) => [column.kind, (column.lead || column === lead) && 'lead'].filter(Boolean).join(' ') || undefined;
  return (
    <div className="card">
      <table className="rows" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.label} scope="col" className={column.kind}
                aria-sort={order?.column === column.label ? (order.falling ? 'descending' : 'ascending') : undefined}>
                <Heading column={column} order={order} sort={() => {
                  setOrder(turned(order, column.label));
                  setPage(1);
                }} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={id(row)}>
              {columns.map((column) => (
                <td key={column.label} className={looks(column)} data-label={column.kind === 'actions' ? '' : column.label}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 && (
        <Text c="dimmed" size="sm" p="lg" ta="center">
          Nothing matches.
        </Text>
      )}
      {pages > 1 && (
        <Group justify="space-between" p="sm">
          <Text size="sm" c="dimmed">
            {(page - 1) * perPage + 1}–{Math.min(page * perPage, rows.length)} of {rows.length}
          </Text>
          <Pagination
            total={pages}
            value={page}
            onChange={setPage}
            size="sm"
            getControlProps={(control) => ({ 'aria-label': `${control} page` })}
          />
        </Group>
      )}
    </div>
  );
}

function Heading<T>({ column, order, sort }: { column: Column<T>; order: Order | null; sort: () => void }) {
  if (column.kind === 'actions') return <span className="hidden">{column.label}</span>;
  if (!column.by) return column.label;
  const Arrow = order?.column !== column.label ? null : order.falling ? IconArrowDown : IconArrowUp;
  return (
    <UnstyledButton className="sort" onClick={sort} title={`Put in order by ${column.label.toLowerCase()}`}>
      {column.label}
      {Arrow && <Arrow size={13} aria-hidden />}
    </UnstyledButton>
  );
}
