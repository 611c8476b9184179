import { type ActiveByPurpose, type ApiKey, type ProviderType, PURPOSES, type Server, type Target } from '../api/types';
import { typeOf } from '../pages/servers/draft';
import { reasonOf, stateOf } from '../pages/servers/ServerState';

/** `chat` and `embeddings (fallback)`: where a provider is in use, so why it can't go. */
export function usesOf(active: ActiveByPurpose | undefined, type: ProviderType, id: number): string[] {
  return PURPOSES.flatMap((purpose) => {
    const entry = active?.[purpose];
    if (!entry) return [];
    if (entry.provider_type === type && entry.provider_id === id) return [purpose];
    const fallback = entry.fallbacks.some((target) => target.provider_type === type && target.provider_id === id);
    return fallback ? [`${purpose} (fallback)`] : [];
  });
}

export interface Named {
  name: string;
  detail: string;
  state: string;
  enabled: boolean;
  /** Why it is not as it should be, as far as the last check or test knows. */
  why: string | null;
  /** The model that it is set to by itself. */
  model: string | null;
}

/** What an operator calls a provider, and how it is. */
export function named(target: Pick<Target, 'provider_type' | 'provider_id'>, servers: Server[], apiKeys: ApiKey[]): Named {
  if (target.provider_type === 'ai_server') {
    const server = servers.find((one) => one.id === target.provider_id);
    if (server) {
      return { name: server.name, detail: typeOf(server.server_type), state: stateOf(server), enabled: server.enabled, why: reasonOf(server), model: server.model_path };
    }
  } else {
    const key = apiKeys.find((one) => one.id === target.provider_id);
    if (key) return { name: key.key_name, detail: key.provider, ...keyState(key), enabled: key.enabled, model: null };
  }
  return { name: `${target.provider_type} ${target.provider_id}`, detail: 'not there any more', state: 'unknown', enabled: false, why: null, model: null };
}

/** A key that its vendor did not accept is tried all the same: the next request may go through. */
function keyState(key: ApiKey): Pick<Named, 'state' | 'why'> {
  if (!key.enabled) return { state: 'off', why: null };
  const bad = key.verdict === 'invalid' || key.verdict === 'no_funds';
  return bad ? { state: 'degraded', why: key.verdict_message } : { state: 'unknown', why: null };
}
