import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError, Unreachable, address, api, onSignedOut, send } from './client';

const sent: Request[] = [];
let answer: () => Response;

beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal('document', { cookie: 'a=b; XSRF-TOKEN=x%2Fy' });
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    sent.push(new Request(`http://localhost${url}`, init));
    return Promise.resolve().then(answer);
  });
});
afterEach(() => vi.unstubAllGlobals());

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json' } });

it('fills in paths and leaves out what is not given', () => {
  expect(address('/x/{id}/{name}', { path: { id: 3, name: 'a/b' }, query: { q: 'x y', none: null, empty: '', no: false } })).toBe(
    '/x/3/a%2Fb?q=x+y&no=false',
  );
});

it('sends the version that an edit is based on, and the token against forgery', async () => {
  answer = () => json({});
  await send('put', '/x', { body: { a: 1 }, ifMatch: 4 });
  expect(sent[0]!.headers.get('If-Match')).toBe('"4"');
  expect(sent[0]!.headers.get('X-XSRF-TOKEN')).toBe('x/y');
  await send('get', '/x');
  expect(sent[1]!.headers.get('X-XSRF-TOKEN')).toBeNull();
});

it('turns a problem into an error with its words and its rule', async () => {
  answer = () => json({ type: 'urn:signalbox:problem:name-taken', detail: 'The name is taken.', errors: [] }, 409);
  const failure = await api.get('/api/v1/llm-config/servers').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ApiError);
  expect(failure).toMatchObject({ status: 409, code: 'name-taken', message: 'The name is taken.' });
});

it('says when a session has ended, but not when signing in fails', async () => {
  const ended = vi.fn();
  onSignedOut(ended);
  answer = () => json({}, 401);
  await expect(send('post', '/api/v1/session')).rejects.toThrow(ApiError);
  expect(ended).not.toHaveBeenCalled();
  await expect(send('get', '/api/v1/llm-config/servers')).rejects.toThrow(ApiError);
  expect(ended).toHaveBeenCalledOnce();
});

it('tells no answer from a bad one', async () => {
  answer = () => {
    throw new TypeError('Failed to fetch');
  };
  await expect(send('get', '/x')).rejects.toThrow(Unreachable);
});
