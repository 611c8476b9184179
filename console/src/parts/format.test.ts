import { expect, it } from 'vitest';
import { ago, duration, millis, money, noun, shown, spoken } from './format';

it('says how long ago, in the largest unit that fits', () => {
  const now = Date.parse('2026-11-01T12:00:00Z');
  expect(ago('2026-11-01T11:59:58Z', now)).toBe('just now');
  expect(ago('2026-11-01T11:59:20Z', now)).toBe('40 sec. ago');
  expect(ago('2026-11-01T11:57:00Z', now)).toBe('3 min. ago');
  expect(ago('2026-10-31T12:00:00Z', now)).toBe('yesterday');
  // clocks of two machines differ
  expect(ago('2026-11-01T12:00:09Z', now)).toBe('just now');
});

it('shows small costs exactly', () => {
  expect(money(0)).toBe('$0.00');
  expect(money(0.0012)).toBe('$0.0012');
  expect(money(1234.5)).toBe('$1,234.50');
});

it('shows times as short as they are', () => {
  expect(millis(12.4)).toBe('12 ms');
  expect(millis(1234)).toBe('1.23 s');
  expect(duration(90)).toBe('2 min');
});

it('names what is missing', () => {
  expect(shown(null)).toBe('none');
  expect(shown(false)).toBe('no');
  expect(shown([])).toBe('none');
});

it('shows an instant as people write it', () => {
  expect(shown('2026-12-31T00:00:00Z')).toContain('2026');
  expect(shown('2026-12-31T00:00:00Z')).not.toContain('T');
  expect(shown('model-2026-12-31')).toBe('model-2026-12-31');
});

it('shows what objects stand for', () => {
  const name = (type: string, id: number) => `the ${type} ${id}`;
  expect(shown([{ provider_type: 'api_key', provider_id: 1, model: 'm' }], name)).toBe('the api_key 1 (m)');
  expect(shown({ masked: '****WXYZ', fingerprint: 'd43e', version: 1 })).toBe('****WXYZ');
  expect(shown({ rack: 'A3', gpus: 4 })).toBe('rack: A3, gpus: 4');
});

it('names kinds and fields as the forms do', () => {
  expect(noun('api_key')).toBe('API key');
  expect(noun('active_provider')).toBe('active provider');
  expect(shown({ model_path: 'm' })).toBe('model: m');
});

it('speaks names of events, commands and actions', () => {
  expect(spoken('ServerRegistered')).toBe('Server registered');
  expect(spoken('add_api_key')).toBe('Add API key');
  expect(spoken('ApiKeyRotated')).toBe('API key rotated');
  expect(spoken('post /api/v1/x')).toBe('POST /api/v1/x');
});
