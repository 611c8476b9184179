import { expect, it } from 'vitest';
import { doubt } from './vendors';

it('has no doubt about keys that look right, or of which nothing is known', () => {
  expect(doubt('openai', 'sk-proj-123')).toBeNull();
  expect(doubt('anthropic', 'sk-ant-123')).toBeNull();
  expect(doubt('ours', 'whatever')).toBeNull();
  expect(doubt('openai', '')).toBeNull();
});

it('knows the keys of others', () => {
  expect(doubt('openai', 'sk-ant-123')).toBe('This looks like a key of anthropic.');
  expect(doubt('groq', 'xai-123')).toBe('This looks like a key of xai.');
  expect(doubt('ours', 'gsk_123')).toBe('This looks like a key of groq.');
});

it('says how a vendor’s keys begin', () => {
  expect(doubt('groq', 'abc')).toContain('gsk_');
  expect(doubt('openai', 'sk-1 2')).toContain('blank');
});
