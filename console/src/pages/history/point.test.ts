import { expect, it } from 'vitest';
import { pointOf } from './point';

it('leaves positions as they are', () => {
  expect(pointOf(' 42 ')).toBe('42');
  expect(pointOf('')).toBe('');
});

it('takes times where the reader is', () => {
  expect(pointOf('2026-11-25 09:30')).toBe(new Date(2026, 10, 25, 9, 30).toISOString());
  expect(pointOf('2026-11-25T09:30:00Z')).toBe('2026-11-25T09:30:00.000Z');
});

it('leaves to the API to say what it does not understand', () => {
  expect(pointOf('yesterday')).toBe('yesterday');
});
