import type { Active, ApiKey, ProviderType, Purpose, Server } from '../../api/types';
import { words } from '../../parts/format';
import { named } from '../../parts/uses';
import { targetsOf } from '../active/targets';
import type { Kind } from './ask';

export function purposeOf(kind: Kind): Purpose {
  return kind === 'rerank' ? 'reranking' : kind;
}

/** `ai_server/1` → `gpu-01 (ai_server/1)`: the name for people, the other as it is in logs. */
export function providerOf(id: string | null, servers: Server[], apiKeys: ApiKey[]): string | null {
  if (!id) return null;
  const name = nameOf(id, servers, apiKeys);
  return name === id ? id : `${name} (${id})`;
}

function nameOf(id: string, servers: Server[], apiKeys: ApiKey[]): string {
  const [type, number] = id.split('/');
  const found = (type === 'ai_server' ? servers : apiKeys).some((one) => one.id === Number(number));
  return found ? named({ provider_type: type as ProviderType, provider_id: Number(number) }, servers, apiKeys).name : id;
}

/** The header that names what came to nothing on the way, in words; without it the first one answered. */
export function attemptsOf(header: string | null, servers: Server[], apiKeys: ApiKey[]): string {
  if (!header) return '1, the first one answered';
  return header
    .split(/,\s*/)
    .map((attempt) => {
      const [id = '', why = ''] = attempt.split('=');
      return `${nameOf(id, servers, apiKeys)}: ${words(why)}`;
    })
    .join(', then ');
}

/** What the providers of a purpose are known to have. */
export function modelsFor(active: Active | undefined, servers: Server[]): string[] {
  const models = targetsOf(active).map(
    (target) => target.model ?? (target.provider_type === 'ai_server' ? servers.find((server) => server.id === target.provider_id)?.model_path : null),
  );
  return [...new Set(models.filter((model) => model !== null && model !== undefined))];
}
