import { type ActiveByPurpose, type ApiKey, type ProviderType, PURPOSES, type Server, type Target } from '../api/types';
import { typeOf } from '../pages/servers/draft';

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
  /** The model that it is set to by itself. */
  model: string | null;
}

/** What an operator calls a provider, and how it is. */
export function named(target: Pick<Target, 'provider_type' | 'provider_id'>, servers: Server[], apiKeys: ApiKey[]): Named {
  if (target.provider_type === 'ai_server') {
    const server = servers.find((one) => one.id === target.provider_id);
    if (server) {
      return { name: server.name, detail: typeOf(server.server_type), state: server.enabled ? server.health_status : 'off', enabled: server.enabled, model: server.model_path };
    }
  } else {
    const key = apiKeys.find((one) => one.id === target.provider_id);
    if (key) return { name: key.key_name, detail: key.provider, state: key.enabled ? 'unknown' : 'off', enabled: key.enabled, model: null };
  }
  return { name: `${target.provider_type} ${target.provider_id}`, detail: 'not there any more', state: 'unknown', enabled: false, model: null };
}
