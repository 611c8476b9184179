import type { paths } from './schema';

type Verb = 'get' | 'post' | 'put' | 'delete';
type Json<R> = R extends { content: infer C } ? C[keyof C] : undefined;
type Ok<O> = O extends { responses: infer R } ? Json<R[keyof R & (200 | 201 | 202 | 204)]> : never;

/** The paths of the API that have this verb; a path that the API loses is a compile error here. */
export type PathWith<V extends Verb> = {
  [P in keyof paths]: paths[P][V] extends { responses: unknown } ? P : never;
}[keyof paths];

/** What the API answers to it. */
export type AnswerOf<P extends keyof paths, V extends Verb> = Ok<paths[P][V]>;

export interface FieldError {
  field: string;
  message: string;
}

/** An answer that is no success; `detail` is written by the server for people. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldError[];
  /** How one can sign in, where nobody is. */
  readonly signIn: string[];

  constructor(status: number, problem: { type?: string; detail?: string; title?: string; errors?: FieldError[]; sign_in?: string[] }) {
    super(problem.detail ?? problem.title ?? `The control plane answered with status ${status}.`);
    this.status = status;
    this.code = (problem.type ?? '').replace('urn:signalbox:problem:', '');
    this.errors = problem.errors ?? [];
    this.signIn = problem.sign_in ?? [];
  }
}

/** There was no answer at all. */
export class Unreachable extends Error {
  constructor() {
    super('The control plane can’t be reached.');
  }
}

export interface Options {
  path?: Record<string, string | number>;
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  /** The version that the change is based on. */
  ifMatch?: number;
  signal?: AbortSignal;
  accept?: string;
}

let signedOut: () => void = () => {};

/** Called when a session has ended, however that became known. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

export function address(path: string, options: Pick<Options, 'path' | 'query'> = {}): string {
  const filled = path.replace(/\{(\w+)}/g, (_, name: string) => encodeURIComponent(String(options.path?.[name] ?? '')));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  return query.size > 0 ? `${filled}?${query}` : filled;
}

/** A request as this session; the answer's body is still unread. */
export async function send(verb: string, path: string, options: Options = {}): Promise<Response> {
  const headers = new Headers({ Accept: options.accept ?? 'application/json, application/problem+json, text/plain' });
  if (options.body !== undefined) headers.set('Content-Type', 'application/json');
  if (options.ifMatch !== undefined) headers.set('If-Match', `"${options.ifMatch}"`);
  if (verb !== 'get') {
    const csrf = cookie('XSRF-TOKEN');
    if (csrf) headers.set('X-XSRF-TOKEN', csrf);
  }
  let response: Response;
  try {
    response = await fetch(address(path, options), {
      method: verb.toUpperCase(),
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      credentials: 'same-origin',
      signal: options.signal,
    });
  } catch (failure) {
    if (options.signal?.aborted) throw failure;
    throw new Unreachable();
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  if (response.status === 401 && !path.endsWith('/session')) signedOut();
  throw new ApiError(response.status, problem);
}

function cookie(name: string): string | undefined {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`));
  return found && decodeURIComponent(found.slice(name.length + 1));
}

async function read<T>(verb: Verb, path: string, options?: Options): Promise<T> {
  const response = await send(verb, path, options);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  const json = (response.headers.get('Content-Type') ?? '').includes('json');
  return (json && text ? JSON.parse(text) : text) as T;
}

export const api = {
  get: <P extends PathWith<'get'>>(path: P, options?: Options) => read<AnswerOf<P, 'get'>>('get', path, options),
  post: <P extends PathWith<'post'>>(path: P, options?: Options) => read<AnswerOf<P, 'post'>>('post', path, options),
  put: <P extends PathWith<'put'>>(path: P, options?: Options) => read<AnswerOf<P, 'put'>>('put', path, options),
  delete: <P extends PathWith<'delete'>>(path: P, options?: Options) => read<AnswerOf<P, 'delete'>>('delete', path, options),
};
