import { expect, it } from 'vitest';
import type { Active, ApiKey, Server } from '../../api/types';
import { attemptsOf, modelsFor, providerOf } from './way';

const servers = [{ id: 1, name: 'gpu-01', model_path: 'qwen' }, { id: 2, name: 'gpu-02', model_path: 'qwen' }] as unknown as Server[];
const keys = [{ id: 1, key_name: 'Main', provider: 'openai' }] as unknown as ApiKey[];

it('names who answered', () => {
  expect(providerOf('ai_server/1', servers, keys)).toBe('gpu-01 (ai_server/1)');
  expect(providerOf('api_key/1', servers, keys)).toBe('Main (api_key/1)');
  expect(providerOf('ai_server/9', servers, keys)).toBe('ai_server/9');
  expect(providerOf(null, servers, keys)).toBeNull();
});

it('tells what came to nothing before', () => {
  expect(attemptsOf(null, servers, keys)).toBe('1, the first one answered');
  expect(attemptsOf('ai_server/1=server_error, ai_server/2=cooling', servers, keys)).toBe('gpu-01: server error, then gpu-02: cooling');
});

it('offers each model once', () => {
  const active = { provider_type: 'ai_server', provider_id: 1, model: null, fallbacks: [
    { provider_type: 'ai_server', provider_id: 2 }, { provider_type: 'api_key', provider_id: 1, model: 'gpt-5-mini' }, { provider_type: 'api_key', provider_id: 2 },
  ] } as unknown as Active;
  expect(modelsFor(active, servers)).toEqual(['qwen', 'gpt-5-mini']);
  expect(modelsFor(undefined, servers)).toEqual([]);
});
