import { QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { ApiError, api } from './client';
import type { ActiveByPurpose, ApiKey, Projection, ProofStatus, RingStatus, Server, Target } from './types';

export const queryClient = new QueryClient({
  defaultOptions: {
    // asked also when the browser believes to be offline: then there is an error to show, instead of waiting for ever
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      // what changes is told by the live stream; this is for when it is down
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      retry: (count, error) => !(error instanceof ApiError && error.status < 500) && count < 2,
    },
  },
});

/** The first word of a query's key says which part of the system it shows. */
export const KEYS = {
  servers: ['servers'],
  apiKeys: ['api-keys'],
  active: ['active'],
  history: ['history'],
  audit: ['audit'],
  proof: ['proof'],
  projections: ['projections'],
  keyRing: ['key-ring'],
} as const;

const servers = queryOptions({
  queryKey: KEYS.servers,
  queryFn: ({ signal }) => api.get('/api/v1/llm-config/servers', { signal }) as Promise<Server[]>,
});
const apiKeys = queryOptions({
  queryKey: KEYS.apiKeys,
  queryFn: ({ signal }) => api.get('/api/v1/llm-config/api-keys', { signal }) as Promise<ApiKey[]>,
});
const active = queryOptions({
  queryKey: KEYS.active,
  queryFn: async ({ signal }) => (await api.get('/api/v1/llm-config/active', { signal })) as unknown as ActiveByPurpose,
});

export const useServers = () => useQuery(servers);
export const useApiKeys = () => useQuery(apiKeys);
export const useActive = () => useQuery(active);

/** What most pages show, before any of them is there to ask for it. */
export function askAhead(): void {
  void queryClient.prefetchQuery(servers);
  void queryClient.prefetchQuery(apiKeys);
  void queryClient.prefetchQuery(active);
}

export function useProjections() {
  return useQuery({
    queryKey: KEYS.projections,
    queryFn: ({ signal }) => api.get('/api/v1/admin/projections', { signal }) as Promise<Projection[]>,
    // a rebuild on another node sends nothing to this one
    refetchInterval: (query) =>
      query.state.data?.some((projection) => projection.state !== 'live') ? 400 : 30_000,
  });
}

export function useKeyRing() {
  return useQuery({
    queryKey: KEYS.keyRing,
    queryFn: ({ signal }) => api.get('/api/v1/admin/keyring', { signal }) as Promise<RingStatus>,
    // what a key still wraps may have been counted just before the re-wrapping came to its end
    refetchInterval: ({ state: { data } }) => (data?.rewrap?.state === 'running' ? 1000 : data?.keys.some((key) => !key.primary && key.wraps > 0) ? 3000 : 60_000),
  });
}

export function useProof() {
  return useQuery({
    queryKey: KEYS.proof,
    queryFn: ({ signal }) => api.get('/api/v1/llm-config/audit/proof', { signal }) as Promise<ProofStatus>,
    refetchInterval: 60_000,
  });
}

/** By id, for the pages that show what an id stands for. */
export function useProviders() {
  const servers = useServers();
  const apiKeys = useApiKeys();
  return {
    servers: servers.data ?? [],
    apiKeys: apiKeys.data ?? [],
    isPending: servers.isPending || apiKeys.isPending,
    error: servers.error ?? apiKeys.error,
    retry: () => Promise.all([servers.refetch(), apiKeys.refetch()]),
  };
}

export interface RouteTarget extends Target {
  state: 'closed' | 'open' | 'half_open';
  cooling_until: string | null;
  cause: string | null;
  in_flight: number;
}

/** As this node sees the providers. */
export function useRoutes() {
  return useQuery({
    queryKey: ['routes'],
    queryFn: async ({ signal }) =>
      (await api.get('/api/v1/llm-config/routes', { signal })) as unknown as {
        node: string;
        revision: number;
        routes: Partial<Record<string, RouteTarget[]>>;
      },
    refetchInterval: 5_000,
  });
}

/** Whether all that are alive have applied the same. */
function agree(nodes: { alive: boolean; positions: Record<string, number> }[] | undefined) {
  return new Set(nodes?.filter((node) => node.alive).flatMap((node) => Object.values(node.positions))).size <= 1;
}

export function useNodes() {
  return useQuery({
    queryKey: ['nodes'],
    queryFn: ({ signal }) => api.get('/api/v1/admin/nodes', { signal }),
    // a change reaches them within a moment, which is worth being seen
    refetchInterval: ({ state }) => (agree(state.data) ? 10_000 : 1_000),
  });
}

export function useVendors() {
  return useQuery({
    queryKey: ['vendors'],
    queryFn: ({ signal }) => api.get('/api/v1/llm-config/vendors', { signal }),
    staleTime: Infinity,
  });
}
