import { expect, it } from 'vitest';
import { touched } from './live';

it('asks again only for what shows a view that went on', () => {
  const keys = touched({ servers: 4, 'api-keys': 4 }, { servers: 5, 'api-keys': 4 }).map((key) => key[0]);
  expect(keys).toContain('servers');
  expect(keys).toContain('projections');
  expect(keys).not.toContain('api-keys');
});

it('asks for everything it knows when it knows no position yet', () => {
  const keys = touched({}, { servers: 5, audit: 5, 'never heard of': 1 }).map((key) => key[0]);
  expect(keys).toEqual(expect.arrayContaining(['servers', 'audit', 'history', 'proof']));
});
