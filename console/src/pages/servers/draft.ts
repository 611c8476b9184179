import type { Server } from '../../api/types';
import { PURPOSES } from '../../api/types';

export const TYPES = [
  { value: 'vllm', label: 'vLLM' },
  { value: 'ollama', label: 'Ollama' },
  { value: 'llamacpp', label: 'llama.cpp' },
  { value: 'openai-compatible', label: 'OpenAI-compatible' },
];
export function typeOf(name: string): string {
  return TYPES.find((type) => type.value === name)?.label ?? name;
}

/** Where each type listens when nobody says otherwise. */
export const PORTS: Record<string, number> = { vllm: 8000, ollama: 11434, llamacpp: 8080, 'openai-compatible': 8000 };

export const FIELDS = [
  'name', 'server_type', 'base_url', 'model_path', 'enabled', 'use_for_chat', 'use_for_embeddings', 'use_for_reranking', 'metadata',
] as const;

/** What the form holds. */
export interface Draft {
  name: string;
  server_type: string;
  base_url: string;
  api_key: string;
  remove_key: boolean;
  model_path: string;
  purposes: string[];
  enabled: boolean;
  metadata: string;
}

export function draftOf(server?: Server): Draft {
  return {
    name: server?.name ?? '',
    server_type: server?.server_type ?? 'ollama',
    base_url: server?.base_url ?? '',
    api_key: '',
    remove_key: false,
    model_path: server?.model_path ?? '',
    purposes: server ? PURPOSES.filter((purpose) => server[`use_for_${purpose}`]) : ['chat'],
    enabled: server?.enabled ?? true,
    metadata: JSON.stringify(server?.metadata ?? {}, null, 2),
  };
}

/** The object that a text says, undefined when it says none. */
export function parsed(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** All of the draft, as the API takes it. */
export function bodyOf(draft: Draft): Record<string, unknown> {
  return {
    name: draft.name.trim(),
    server_type: draft.server_type,
    base_url: draft.base_url.trim(),
    model_path: draft.model_path.trim() || null,
    enabled: draft.enabled,
    use_for_chat: draft.purposes.includes('chat'),
    use_for_embeddings: draft.purposes.includes('embeddings'),
    use_for_reranking: draft.purposes.includes('reranking'),
    metadata: parsed(draft.metadata) ?? {},
    ...(draft.api_key ? { api_key: draft.api_key } : draft.remove_key ? { api_key: null } : {}),
  };
}

/** Only what the form changed: the rest may have been changed by somebody else, and stays. */
export function changedFields(server: Server, draft: Draft): Record<string, unknown> {
  const all = bodyOf(draft);
  return Object.fromEntries(
    Object.entries(all).filter(
      ([field, value]) =>
        field === 'api_key' || JSON.stringify(value) !== JSON.stringify((server as unknown as Record<string, unknown>)[field] ?? null),
    ),
  );
}
