import { send } from '../../api/client';
import { events } from '../../api/sse';

export type Kind = 'chat' | 'embeddings' | 'rerank';
export interface Asked {
  kind: Kind;
  text: string;
  documents: string[];
  model: string;
  stream: boolean;
}
export interface Outcome {
  text: string;
  provider: string | null;
  /** As the provider says. */
  model: string | null;
  attempts: string | null;
  revision: string | null;
  request: string | null;
  tokens: string | null;
  /** Milliseconds, as this browser saw them. */
  first: number | null;
  total: number | null;
}

export function bodyOf(asked: Asked): Record<string, unknown> {
  const model = asked.model ? { model: asked.model } : {};
  switch (asked.kind) {
    case 'chat':
      return { ...model, stream: asked.stream, messages: [{ role: 'user', content: asked.text }] };
    case 'embeddings':
      return { ...model, input: asked.text };
    case 'rerank':
      return { ...model, query: asked.text, documents: asked.documents };
  }
}

/** Sends it, and shows what is there of the answer so far. */
export async function ask(asked: Asked, show: (outcome: Outcome) => void, signal: AbortSignal): Promise<void> {
  const start = performance.now();
  const response = await send('post', `/api/v1/admin/playground/${asked.kind}`, {
    body: bodyOf(asked),
    accept: asked.stream ? 'text/event-stream, application/json' : 'application/json',
    signal,
  });
  const header = (name: string) => response.headers.get(name);
  let outcome: Outcome = {
    text: '',
    provider: header('X-Provider'),
    model: null,
    attempts: header('X-Signalbox-Attempts'),
    revision: header('X-Config-Revision'),
    request: header('X-Request-Id'),
    tokens: null,
    first: null,
    total: null,
  };
  const took = () => performance.now() - start;
  if ((header('Content-Type') ?? '').includes('event-stream')) {
    for await (const event of events(response)) {
      if (event.data === '[DONE]') break;
      const part = partOf(event.data);
      outcome = { ...outcome, text: outcome.text + part.text, model: part.model ?? outcome.model, tokens: part.tokens ?? outcome.tokens, first: outcome.first ?? (part.text ? took() : null) };
      show(outcome);
    }
    show({ ...outcome, total: took() });
    return;
  }
  const json = (await response.json()) as Record<string, unknown>;
  show({ ...outcome, text: textOf(asked.kind, json), model: typeof json.model === 'string' ? json.model : null, tokens: tokensOf(json.usage), total: took() });
}

interface Usage {
  prompt_tokens?: number;
  completion_tokens?: number;
  total_tokens?: number;
}

function tokensOf(usage: unknown): string | null {
  const { prompt_tokens: into, completion_tokens: out, total_tokens: all } = (usage ?? {}) as Usage;
  if (into === undefined && all === undefined) return null;
  return out === undefined ? `${into ?? all}` : `${into} in, ${out} out`;
}

/** What one event of a stream adds; an error that comes within it is thrown. */
export function partOf(data: string): { text: string; model: string | null; tokens: string | null } {
  const chunk = JSON.parse(data) as {
    error?: { message?: string };
    choices?: { delta?: { content?: string | null } }[];
    model?: string;
    usage?: unknown;
  };
  if (chunk.error) throw new Error(chunk.error.message ?? 'The provider broke off with an error.');
  return { text: chunk.choices?.[0]?.delta?.content ?? '', model: chunk.model ?? null, tokens: tokensOf(chunk.usage) };
}

export function textOf(kind: Kind, json: Record<string, unknown>): string {
  if (kind === 'chat') {
    const choices = json.choices as { message?: { content?: string } }[] | undefined;
    return choices?.[0]?.message?.content ?? '';
  }
  if (kind === 'embeddings') {
    const vector = ((json.data as { embedding?: number[] }[] | undefined)?.[0]?.embedding ?? []) as number[];
    const beginning = vector.slice(0, 8).map((value) => value.toFixed(4)).join(', ');
    return `${vector.length} dimensions: ${beginning}${vector.length > 8 ? ', …' : ''}`;
  }
  const results = (json.results as { index: number; relevance_score: number }[] | undefined) ?? [];
  return results.map((result) => `${result.relevance_score.toFixed(3)}  document ${result.index + 1}`).join('\n');
}
