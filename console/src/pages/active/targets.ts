import type { Active, ApiKey, Purpose, Server, Target } from '../../api/types';
import { named } from '../../parts/uses';

/** The primary first, then the fallbacks: one list, as the operator orders it. */
export function targetsOf(active: Active | undefined): Target[] {
  if (!active) return [];
  return [{ provider_type: active.provider_type, provider_id: active.provider_id, model: active.model }, ...active.fallbacks];
}

export function key(target: Target): string {
  return `${target.provider_type}/${target.provider_id}`;
}

export function bodyOf(purpose: Purpose, targets: Target[]): Record<string, unknown> {
  const [primary, ...fallbacks] = targets.map((target) => ({ ...target, model: target.model?.trim() || null }));
  return { purpose, ...primary, fallbacks };
}

export function same(a: Target[], b: Target[]): boolean {
  const text = (list: Target[]) => JSON.stringify(list.map((target) => [key(target), target.model?.trim() || null]));
  return text(a) === text(b);
}

export function move<T>(list: T[], from: number, to: number): T[] {
  if (to < 0 || to >= list.length || from === to) return list;
  const moved = [...list];
  moved.splice(to, 0, ...moved.splice(from, 1));
  return moved;
}

/** Who may still be chosen: enabled, meant for the purpose, and not chosen already. */
export function choices(purpose: Purpose, chosen: Target[], servers: Server[], apiKeys: ApiKey[]) {
  const taken = new Set(chosen.map(key));
  const free = (value: string) => !taken.has(value);
  return [
    {
      group: 'Servers',
      items: servers
        .filter((server) => server.enabled && server[`use_for_${purpose}`])
        .map((server) => ({ value: `ai_server/${server.id}`, label: server.name }))
        .filter((item) => free(item.value)),
    },
    {
      group: 'API keys',
      items: apiKeys
        .filter((apiKey) => apiKey.enabled)
        .map((apiKey) => ({ value: `api_key/${apiKey.id}`, label: `${apiKey.key_name} (${apiKey.provider})` }))
        .filter((item) => free(item.value)),
    },
  ].filter((group) => group.items.length > 0);
}

export function targetOf(value: string): Target {
  const [type, id] = value.split('/');
  return { provider_type: type as Target['provider_type'], provider_id: Number(id), model: null };
}

/** What saving changes, a line for each place in the order. */
export function plan(before: Target[], after: Target[], servers: Server[], apiKeys: ApiKey[]) {
  const was = places(before, servers, apiKeys);
  const is = places(after, servers, apiKeys);
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => placeName(index))
    .map((place) => ({ place, before: was[place] ?? null, after: is[place] ?? null }))
    .filter((line) => line.before !== line.after);
}

export function placeName(index: number): string {
  return index === 0 ? 'First choice' : `Fallback ${index}`;
}

/** Who is on which place, in words. */
export function places(targets: Target[], servers: Server[], apiKeys: ApiKey[]): Record<string, string> {
  return Object.fromEntries(
    targets.map((target, index) => {
      const { name } = named(target, servers, apiKeys);
      return [placeName(index), target.model?.trim() ? `${name} · ${target.model.trim()}` : name];
    }),
  );
}
