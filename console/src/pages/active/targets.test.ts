import { expect, it } from 'vitest';
import type { Active, ApiKey, Server, Target } from '../../api/types';
import { bodyOf, choices, move, plan, same, targetsOf } from './targets';

const server = (id: number, more: Partial<Server> = {}) =>
  ({ id, name: `gpu-${id}`, enabled: true, use_for_chat: true, health_status: 'healthy', server_type: 'vllm', ...more }) as Server;
const key = { id: 1, key_name: 'Main', provider: 'openai', enabled: true } as ApiKey;
const target = (provider_id: number, model: string | null = null): Target => ({ provider_type: 'ai_server', provider_id, model });

it('is one list: the primary, then the fallbacks', () => {
  const active = { provider_type: 'ai_server', provider_id: 1, model: 'm', fallbacks: [target(2)] } as unknown as Active;
  expect(targetsOf(active)).toEqual([target(1, 'm'), target(2)]);
  expect(targetsOf(undefined)).toEqual([]);
});

it('is sent as the primary and its fallbacks, an empty model as none', () => {
  expect(bodyOf('chat', [target(1, ' '), target(2, 'm')])).toEqual({
    purpose: 'chat', provider_type: 'ai_server', provider_id: 1, model: null, fallbacks: [target(2, 'm')],
  });
});

it('is moved within its ends', () => {
  expect(move(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(move(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(move(['a'], 0, 1)).toEqual(['a']);
  expect(move(['a'], 0, -1)).toEqual(['a']);
});

it('offers only who is enabled, meant for it, and not chosen already', () => {
  const servers = [server(1), server(2), server(3, { enabled: false }), server(4, { use_for_chat: false })];
  const offered = choices('chat', [target(1)], servers, [key]).flatMap((group) => group.items.map((item) => item.value));
  expect(offered).toEqual(['ai_server/2', 'api_key/1']);
});

it('knows an order from another, and a model from another', () => {
  expect(same([target(1, '')], [target(1, null)])).toBe(true);
  expect(same([target(1), target(2)], [target(2), target(1)])).toBe(false);
  expect(same([target(1, 'a')], [target(1, 'b')])).toBe(false);
});

it('says what saving changes, place by place', () => {
  const lines = plan([target(1), target(2)], [target(2, 'm'), target(1)], [server(1), server(2)], []);
  expect(lines).toEqual([
    { place: 'First choice', before: 'gpu-1', after: 'gpu-2 · m' },
    { place: 'Fallback 1', before: 'gpu-2', after: 'gpu-1' },
  ]);
  expect(plan([target(1)], [], [server(1)], [])).toEqual([{ place: 'First choice', before: 'gpu-1', after: null }]);
});
