import { beforeEach, expect, it, vi } from 'vitest';
import { remember, remembered, type Verdict } from './verdicts';

const verdict: Verdict = { verdict: 'valid', message: 'The key is valid', at: '2026-11-01T00:00:00Z' };

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => kept.set(name, value) });
});

it('keeps the last verdict of each key', () => {
  remember({ id: 1, version: 3 }, { ...verdict, verdict: 'invalid' });
  remember({ id: 1, version: 3 }, verdict);
  expect(remembered({ id: 1, version: 3 })).toEqual(verdict);
  expect(remembered({ id: 2, version: 3 })).toBeUndefined();
});

it('knows nothing of a key that was rotated since', () => {
  remember({ id: 1, version: 3 }, verdict);
  expect(remembered({ id: 1, version: 4 })).toBeUndefined();
});

it('goes on in a browser that keeps nothing', () => {
  vi.stubGlobal('localStorage', { getItem: () => { throw new Error(); }, setItem: () => { throw new Error(); } });
  expect(remember({ id: 1, version: 3 }, verdict)).toBe(verdict);
  expect(remembered({ id: 1, version: 3 })).toBeUndefined();
});
