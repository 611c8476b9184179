import { expect, it } from 'vitest';
import type { Server } from '../../api/types';
import { bodyOf, changedFields, draftOf, parsed } from './draft';

const server = {
  id: 1, name: 'gpu-01', server_type: 'vllm', base_url: 'http://10.0.0.1:8000', model_path: 'qwen', enabled: true,
  use_for_chat: true, use_for_embeddings: false, use_for_reranking: false, metadata: { rack: 'A3' }, has_api_key: true,
} as unknown as Server;

it('changes nothing when nothing was changed', () => {
  expect(changedFields(server, draftOf(server))).toEqual({});
});

it('sends only what was changed, so that what others changed stays', () => {
  const draft = { ...draftOf(server), name: ' gpu-1 ', purposes: ['chat', 'embeddings'], model_path: '' };
  expect(changedFields(server, draft)).toEqual({ name: 'gpu-1', use_for_embeddings: true, model_path: null });
});

it('keeps the stored key unless told otherwise', () => {
  expect(bodyOf(draftOf(server))).not.toHaveProperty('api_key');
  expect(bodyOf({ ...draftOf(server), remove_key: true })).toHaveProperty('api_key', null);
  expect(bodyOf({ ...draftOf(server), api_key: 'sk-1', remove_key: true })).toHaveProperty('api_key', 'sk-1');
});

it('takes objects only as metadata', () => {
  expect(parsed('')).toEqual({});
  expect(parsed('{"a": 1}')).toEqual({ a: 1 });
  for (const text of ['[1]', '1', 'null', '{', '"x"']) expect(parsed(text)).toBeUndefined();
});
