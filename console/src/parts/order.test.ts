import { expect, it } from 'vitest';
import { sorted, turned } from './order';

it('turns with each press', () => {
  const once = turned(null, 'Name');
  expect(once).toEqual({ column: 'Name', falling: false });
  expect(turned(once, 'Name')).toEqual({ column: 'Name', falling: true });
  expect(turned(turned(once, 'Name'), 'Name')).toBeNull();
  expect(turned(once, 'State')).toEqual({ column: 'State', falling: false });
});

it('orders names as people count, and what is missing last', () => {
  const rows = ['gpu-10', 'gpu-9', null, 'GPU-1'];
  expect(sorted(rows, (row) => row, false)).toEqual(['GPU-1', 'gpu-9', 'gpu-10', null]);
  expect(sorted(rows, (row) => row, true)).toEqual(['gpu-10', 'gpu-9', 'GPU-1', null]);
  expect(sorted([3, 20, 1], (row) => row, true)).toEqual([20, 3, 1]);
});
