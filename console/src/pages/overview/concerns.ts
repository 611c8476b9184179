import type { RouteTarget } from '../../api/queries';
import { type ActiveByPurpose, type ApiKey, type Projection, type ProofStatus, PURPOSES, type Server } from '../../api/types';
import { named } from '../../parts/uses';
import { key, targetsOf } from '../active/targets';

export interface Concern {
  state: 'down' | 'degraded';
  text: string;
  /** Where something can be done about it. */
  to: string;
}

export interface Seen {
  active: ActiveByPurpose;
  servers: Server[];
  apiKeys: ApiKey[];
  routes: Partial<Record<string, RouteTarget[]>>;
  projections: Projection[];
  nodes: { id: string; alive: boolean }[];
  proof: Pick<ProofStatus, 'problem'> | undefined;
  /** How the last minutes went, for each purpose. */
  recent: Partial<Record<string, { errors: number; requests: number }>>;
}

/** What requests have shown goes before what the last probe said. */
export function stateWith(state: string, route: Pick<RouteTarget, 'state'> | undefined): string {
  if (state === 'off' || !route) return state;
  if (route.state === 'open') return 'cooling';
  if (route.state === 'half_open') return 'degraded';
  return state;
}

export interface Stop {
  name: string;
  state: string;
  /** Whether the next request goes there first. */
  serving: boolean;
}

/** A purpose's providers in their order, as they are, and who of them gets the next request. */
export function stops(purpose: (typeof PURPOSES)[number], seen: Pick<Seen, 'active' | 'servers' | 'apiKeys' | 'routes'>): Stop[] {
  const routes = new Map((seen.routes[purpose] ?? []).map((route) => [key(route), route]));
  let found = false;
  return targetsOf(seen.active[purpose]).map((target) => {
    const { name, state: probed } = named(target, seen.servers, seen.apiKeys);
    const state = stateWith(probed, routes.get(key(target)));
    const serving = !found && usable(state);
    found ||= serving;
    return { name, state, serving };
  });
}

const usable = (state: string) => state !== 'down' && state !== 'off' && state !== 'cooling';
/** One of three is a client's mistake; many of many is ours to look at. */
export const failing = (errors: number, requests: number) => errors >= 3 && errors / requests >= 0.05;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const how = (state: string) => (state === 'off' ? 'disabled' : state === 'cooling' ? 'left alone for a while after failures' : state);

/** What an operator has to know now, the worst first. */
export function concerns(seen: Seen): Concern[] {
  const all: Concern[] = [];
  for (const purpose of PURPOSES) {
    const way = stops(purpose, seen);
    const now = way.find((stop) => stop.serving);
    if (way.length > 0 && !now) {
      all.push({ state: 'down', text: `${capital(purpose)}: none of its providers can answer`, to: '/active' });
    }
    for (const stop of now ? way.filter((one) => !usable(one.state)) : []) {
      const instead = stop === way[0] ? `: requests go to ${now!.name}` : '';
      all.push({ state: 'degraded', text: `${capital(purpose)}: ${stop.name} is ${how(stop.state)}${instead}`, to: '/servers' });
    }
    const { errors, requests } = seen.recent[purpose] ?? { errors: 0, requests: 0 };
    if (failing(errors, requests)) {
      all.push({ state: 'degraded', text: `${capital(purpose)}: ${Math.round((100 * errors) / requests)} % of the requests fail`, to: '/usage' });
    }
  }
  for (const { name, state, parked, error } of seen.projections) {
    if (state === 'failed') all.push({ state: 'down', text: `The view ${name} can’t go on${error ? `: ${error}` : ''}`, to: '/projections' });
    if (parked > 0) {
      all.push({ state: 'degraded', text: `The view ${name} lacks ${parked} ${parked === 1 ? 'event' : 'events'} that it could not apply`, to: '/projections' });
    }
  }
  for (const node of seen.nodes) {
    if (!node.alive) all.push({ state: 'degraded', text: `The node ${node.id} is not heard of any more`, to: '/nodes' });
  }
  if (seen.proof?.problem) all.push({ state: 'down', text: 'The audit log can’t be signed', to: '/audit' });
  return all.sort((a, b) => (a.state === b.state ? 0 : a.state === 'down' ? -1 : 1));
}
