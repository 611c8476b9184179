import { expect, it } from 'vitest';
import { bodyOf, partOf, textOf } from './ask';

const asked = { kind: 'chat', text: 'Hi', documents: ['a', 'b'], model: '', stream: true } as const;

it('asks as an application would', () => {
  expect(bodyOf(asked as never)).toEqual({ stream: true, messages: [{ role: 'user', content: 'Hi' }] });
  expect(bodyOf({ ...asked, kind: 'rerank', model: 'm' } as never)).toEqual({ model: 'm', query: 'Hi', documents: ['a', 'b'] });
  expect(bodyOf({ ...asked, kind: 'embeddings' } as never)).toEqual({ input: 'Hi' });
});

it('takes what each event adds', () => {
  expect(partOf('{"choices":[{"delta":{"content":"Hel"}}]}')).toEqual({ text: 'Hel', model: null, tokens: null });
  expect(partOf('{"choices":[{"delta":{"role":"assistant"}}]}').text).toBe('');
  expect(partOf('{"model":"m","choices":[]}').model).toBe('m');
  expect(partOf('{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}').tokens).toBe('3 in, 4 out');
});

it('does not take an error for an end', () => {
  expect(() => partOf('{"error":{"message":"The provider broke off."}}')).toThrow('The provider broke off.');
});

it('shows each kind of answer', () => {
  expect(textOf('embeddings', { data: [{ embedding: [0.5, -0.25] }] })).toBe('2 dimensions: 0.5000, -0.2500');
  expect(textOf('rerank', { results: [{ index: 1, relevance_score: 0.9 }] })).toBe('0.900  document 2');
  expect(textOf('chat', {})).toBe('');
});
