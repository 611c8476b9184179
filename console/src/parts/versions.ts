/** One field of a thing that two people changed at once. */
export interface Versions {
  field: string;
  base: unknown;
  theirs: unknown;
  mine: unknown;
}

type Values = object;

/** The fields in which what the form began with, what is stored now, and what the form says are not all the same. */
export function versionsOf(base: Values, theirs: Values, mine: Values, fields: readonly string[]): Versions[] {
  const value = (values: Values, field: string) => (values as Record<string, unknown>)[field] ?? null;
  return fields
    .map((field) => ({ field, base: value(base, field), theirs: value(theirs, field), mine: value(mine, field) }))
    .filter(({ base, theirs, mine }) => !same(base, theirs) || !same(theirs, mine));
}

export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
