import { expect, it } from 'vitest';
import { turnOf } from './patch';

const patch = [
  { op: 'replace', path: '/server/3/model_path', before: 'mistake', value: 'good' },
  { op: 'remove', path: '/server/3/metadata', before: { rack: 7 } },
  { op: 'replace', path: '/server/33/enabled', before: true, value: false },
];
const step = { entity_type: 'server', entity_id: '3' };

it('knows what a field is and what it becomes', () => {
  expect(turnOf(patch, step, 'model_path')).toEqual({ before: 'mistake', after: 'good' });
  expect(turnOf(patch, step, 'metadata')).toEqual({ before: { rack: 7 }, after: null });
});

it('does not take one thing for another', () => {
  expect(turnOf(patch, step, 'enabled')).toBeUndefined();
});
