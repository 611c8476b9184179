import { expect, it } from 'vitest';
import type { Active, ApiKey, Projection, Server } from '../../api/types';
import { concerns, type Seen, stops } from './concerns';

const server = (id: number, health_status: string, enabled = true) => ({ id, name: `gpu-${id}`, server_type: 'vllm', health_status, enabled }) as Server;
const apiKey = { id: 1, key_name: 'Main', provider: 'openai', enabled: true } as ApiKey;
const chat = {
  provider_type: 'ai_server', provider_id: 1, model: null,
  fallbacks: [{ provider_type: 'ai_server', provider_id: 2 }, { provider_type: 'api_key', provider_id: 1 }],
} as unknown as Active;
const view = (more: Partial<Projection>) => ({ name: 'servers', state: 'live', parked: 0, error: null, ...more }) as Projection;
const seen = (more: Partial<Seen>): Seen => ({
  active: { chat }, servers: [server(1, 'healthy'), server(2, 'healthy')], apiKeys: [apiKey], routes: {}, projections: [view({})], nodes: [], proof: undefined, recent: {}, ...more,
});
const texts = (more: Partial<Seen>) => concerns(seen(more)).map((concern) => concern.text);

it('has none while all is well, nor for purposes that nobody was chosen for', () => {
  expect(concerns(seen({}))).toEqual([]);
  expect(stops('chat', seen({})).map((stop) => stop.serving)).toEqual([true, false, false]);
});

it('says who serves in the place of whom', () => {
  const down = { servers: [server(1, 'down'), server(2, 'healthy')] };
  expect(texts(down)).toEqual(['Chat: gpu-1 is down: requests go to gpu-2']);
  expect(stops('chat', seen(down)).map((stop) => stop.serving)).toEqual([false, true, false]);
});

it('names a fallback that could not take over', () => {
  expect(texts({ servers: [server(1, 'healthy'), server(2, 'healthy', false)] })).toEqual(['Chat: gpu-2 is disabled']);
});

it('believes requests before probes', () => {
  const routes = { chat: [{ provider_type: 'ai_server', provider_id: 1, state: 'open' }] } as unknown as Seen['routes'];
  expect(texts({ routes })).toEqual(['Chat: gpu-1 is left alone for a while after failures: requests go to gpu-2']);
});

it('puts first what nobody serves any more', () => {
  const all = concerns(seen({
    active: { embeddings: { ...chat, fallbacks: [] } as Active, chat },
    servers: [server(1, 'down'), server(2, 'down')],
  }));
  expect(all.map((concern) => concern.text)).toEqual([
    'Embeddings: none of its providers can answer',
    'Chat: gpu-1 is down: requests go to Main',
    'Chat: gpu-2 is down',
  ]);
});

it('hears of requests that fail, but not of single ones', () => {
  expect(texts({ recent: { chat: { errors: 6, requests: 20 } } })).toEqual(['Chat: 30 % of the requests fail']);
  expect(texts({ recent: { chat: { errors: 2, requests: 4 }, embeddings: { errors: 3, requests: 1000 } } })).toEqual([]);
});

it('hears of views, nodes and the record', () => {
  expect(texts({
    projections: [view({ parked: 1 }), view({ name: 'audit', state: 'failed', error: 'disk full' })],
    nodes: [{ id: 'node-b', alive: false }],
    proof: { problem: 'tree differs' },
  })).toEqual([
    'The view audit can’t go on: disk full',
    'The audit log can’t be signed',
    'The view servers lacks 1 event that it could not apply',
    'The node node-b is not heard of any more',
  ]);
});
