import { expect, it } from 'vitest';
import { limits, stateOf, TERMS, termsOf, type Token } from './token';
import { versionsOf } from '../../parts/versions';

it('is valid until it is revoked or has expired', () => {
  const now = Date.parse('2026-11-01T12:00:00Z');
  expect(stateOf({ revoked_at: null, expires_at: null }, now).label).toBe('Valid');
  expect(stateOf({ revoked_at: null, expires_at: '2026-11-01T12:00:01Z' }, now).label).toBe('Valid');
  expect(stateOf({ revoked_at: null, expires_at: '2026-11-01T12:00:00Z' }, now).label).toBe('Expired');
  expect(stateOf({ revoked_at: '2026-10-01T12:00:00Z', expires_at: '2027-11-01T12:00:00Z' }, now).label).toBe('Revoked');
});

it('says its limits, and nothing when there are none', () => {
  const none = { requests_per_minute: null, tokens_per_minute: null, budget_usd_per_day: null, budget_usd_per_month: null };
  expect(limits(none)).toBe('');
  expect(limits({ ...none, tokens_per_minute: 200000 })).toBe('200,000 tokens/min');
  expect(limits({ ...none, requests_per_minute: 60, budget_usd_per_day: '2.5000' })).toBe('60 requests/min, $2.50 a day');
});

it('takes money as text for the same as money as a number', () => {
  const token = { purposes: [], models: [], budget_usd_per_day: '2.5000' } as unknown as Token;
  expect(versionsOf(termsOf(token), termsOf({ ...token, budget_usd_per_day: 2.5 }), termsOf({ ...token, budget_usd_per_day: '3' }), TERMS)).toEqual([
    { field: 'budget_usd_per_day', base: 2.5, theirs: 2.5, mine: 3 },
  ]);
});
