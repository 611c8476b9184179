import { expect, it } from 'vitest';
import type { HistoryEntry } from '../../api/types';
import { laterChanges, nameOf, undoOf } from './undo';

const entry = (position: number, entity_type: string, entity_id: string, after?: object, before?: object) =>
  ({ position, entity_type, entity_id, before: before ?? null, after: after ?? null }) as unknown as HistoryEntry;

it('goes back to just before the change, for the changed thing alone', () => {
  expect(undoOf(entry(7, 'server', '3', { name: 'gpu-01' }))).toEqual({
    position: 6, entity_type: 'server', entity_id: '3', label: 'gpu-01 as before this change',
  });
  expect(undoOf(entry(9, 'active_provider', 'chat', { primary: {} }))).toEqual({ position: 8, purpose: 'chat', label: 'chat as before this change' });
});

it('offers none where no restore helps', () => {
  expect(undoOf(entry(7, 'token', '3', { name: 'ci' }))).toBeNull();
  // the secret is destroyed with it
  expect(undoOf(entry(7, 'api_key', '3', undefined, { key_name: 'Main' }))).toBeNull();
  expect(undoOf(entry(7, 'server', '3', undefined, { name: 'gpu-01' }))).not.toBeNull();
});

it('counts what it would take back as well', () => {
  const entries = [entry(9, 'server', '1'), entry(8, 'server', '2'), entry(7, 'server', '1'), entry(6, 'server', '1')];
  expect(entries.map((_, index) => laterChanges(entries, index))).toEqual([0, 0, 1, 2]);
});

it('names things by what is left of them', () => {
  expect(nameOf(entry(1, 'api_key', '4', { key_name: 'Main' }))).toBe('Main');
  expect(nameOf(entry(1, 'api_key', '4'))).toBe('API key 4');
  expect(nameOf(entry(1, 'active_provider', 'chat'))).toBe('chat');
});
