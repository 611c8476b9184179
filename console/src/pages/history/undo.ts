import type { HistoryEntry } from '../../api/types';
import type { RestoreTarget } from './Restore';

type Identity = Pick<HistoryEntry, 'entity_type' | 'entity_id' | 'before' | 'after'>;

const NOUN: Record<string, string> = { server: 'server', api_key: 'API key', active_provider: 'active provider', token: 'token' };

export function nameOf(entry: Identity): string {
  const state = (entry.after ?? entry.before ?? {}) as Record<string, unknown>;
  const name = state.name ?? state.key_name;
  return name ? String(name) : entry.entity_type === 'active_provider' ? entry.entity_id : `${NOUN[entry.entity_type] ?? entry.entity_type} ${entry.entity_id}`;
}

/** Only the thing that was changed; null for what no restore brings back, as a token. */
export function scopeOf(entry: Identity): Omit<RestoreTarget, 'position' | 'label'> | null {
  if (entry.entity_type === 'active_provider') return { purpose: entry.entity_id };
  if (entry.entity_type === 'server' || entry.entity_type === 'api_key') return { entity_type: entry.entity_type, entity_id: entry.entity_id };
  return null;
}

/** What brings the thing back to how it was before this change. */
export function undoOf(entry: Identity & Pick<HistoryEntry, 'position'>): RestoreTarget | null {
  const scope = scopeOf(entry);
  if (lost(entry)) return null;
  return scope && { ...scope, position: entry.position - 1, label: `${nameOf(entry)} as before this change` };
}

/** A vendor's key went with its secret, which is destroyed at once: nothing is left to come back. */
export function lost(entry: Pick<Identity, 'entity_type' | 'after'>): boolean {
  return entry.entity_type === 'api_key' && entry.after === null;
}

/** How many of the entries, which are in their order, changed the same thing after this one: an undo takes them back, too. */
export function laterChanges(entries: HistoryEntry[], index: number): number {
  const { entity_type, entity_id } = entries[index]!;
  return entries.slice(0, index).filter((one) => one.entity_type === entity_type && one.entity_id === entity_id).length;
}
