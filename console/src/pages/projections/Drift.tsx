import { Modal, Text } from '@mantine/core';
import type { Projection } from '../../api/types';
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
      <div className="card">
        <table className="rows" aria-label="Differing rows">
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Field</th>
              <th scope="col">In the view</th>
              <th scope="col">By the events</th>
            </tr>
          </thead>
          <tbody>
            {comparison.rows.flatMap((row, index) => {
              const live = row.live as Fields;
              const rebuilt = row.rebuilt as Fields;
              return [...new Set([...Object.keys(live), ...Object.keys(rebuilt)])]
                .filter((field) => !same(live[field], rebuilt[field]))
                .map((field, place) => (
                  <tr key={`${index}/${field}`}>
                    <td data-label="Row" className="wrap">{place === 0 ? `${row.table} ${Object.values(row.key as Fields).join(', ')}` : ''}</td>
                    <td data-label="Field">{label(field)}</td>
                    <td data-label="In the view" className="wrap">{cell(live, field, 'before')}</td>
                    <td data-label="By the events" className="wrap">{cell(rebuilt, field, 'after')}</td>
                  </tr>
                ));
            })}
          </tbody>
        </table>
      </div>
    </Modal>
  );
}

function cell(fields: Fields, field: string, kind: 'before' | 'after') {
  return Object.keys(fields).length === 0 ? 'no such row' : <span className={kind}>{shown(fields[field])}</span>;
}
