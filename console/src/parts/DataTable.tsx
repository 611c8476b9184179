import { Group, Pagination, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';

export interface Column<T> {
  label: string;
  cell: (row: T) => ReactNode;
  kind?: 'number' | 'actions';
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
  const pages = Math.max(1, Math.ceil(rows.length / perPage));
  const page = Math.min(wanted, pages);
  const shown = rows.slice((page - 1) * perPage, page * perPage);
  return (
    <div className="card">
      <table className="rows" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.label} scope="col" className={column.kind}>
                {column.kind === 'actions' ? <span className="hidden">{column.label}</span> : column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={id(row)}>
              {columns.map((column) => (
                <td key={column.label} className={column.kind} data-label={column.kind === 'actions' ? '' : column.label}>
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
