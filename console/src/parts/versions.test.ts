import { expect, it } from 'vitest';
import { versionsOf } from './versions';

const fields = ['name', 'model', 'enabled', 'metadata'];

it('shows a field when anybody changed it, and no other', () => {
  const base = { name: 'a', model: 'x', enabled: true, metadata: {} };
  const versions = versionsOf(base, { ...base, model: 'theirs' }, { ...base, enabled: false }, fields);
  expect(versions).toEqual([
    { field: 'model', base: 'x', theirs: 'theirs', mine: 'x' },
    { field: 'enabled', base: true, theirs: true, mine: false },
  ]);
});

it('shows where both changed the same field to something else', () => {
  expect(versionsOf({ model: 'x' }, { model: 'y' }, { model: 'z' }, fields)).toEqual([{ field: 'model', base: 'x', theirs: 'y', mine: 'z' }]);
});

it('takes what is not there for nothing, and compares what is inside', () => {
  expect(versionsOf({ model: null }, {}, { model: undefined }, fields)).toEqual([]);
  expect(versionsOf({ metadata: { rack: 1 } }, { metadata: { rack: 1 } }, { metadata: { rack: 2 } }, fields)).toHaveLength(1);
});
