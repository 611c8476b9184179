import type { RestoreStep } from '../../api/types';

/** A line of what differs between two points. */
export interface Operation {
  op: string;
  path: string;
  value?: unknown;
  before?: unknown;
}

/** What a restore's step makes of a field: the plan itself says only which one. */
export function turnOf(patch: Operation[], step: Pick<RestoreStep, 'entity_type' | 'entity_id'>, field: string): { before: unknown; after: unknown } | undefined {
  const found = patch.find(({ path }) => path === `/${step.entity_type}/${step.entity_id}/${field}`);
  return found && { before: found.before, after: found.op === 'remove' ? null : found.value };
}
