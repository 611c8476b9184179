/** By which column rows are in order, and which end comes first. */
export interface Order {
  column: string;
  falling: boolean;
}

/** A heading pressed once orders by it, twice the other way round, and a third time as it was. */
export function turned(order: Order | null, column: string): Order | null {
  if (order?.column !== column) return { column, falling: false };
  return order.falling ? null : { column, falling: true };
}

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** What has no value comes last, either way. */
export function sorted<T>(rows: T[], by: (row: T) => string | number | null, falling: boolean): T[] {
  const compare = (a: string | number, b: string | number) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : words.compare(String(a), String(b));
  return [...rows].sort((one, other) => {
    const a = by(one);
    const b = by(other);
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return falling ? compare(b, a) : compare(a, b);
  });
}
