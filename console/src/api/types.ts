import type { components } from './schema';

type Schemas = components['schemas'];
/** The OpenAPI document doesn't say which fields may be null. */
type Nullable<T, K extends keyof T> = Omit<T, K> & { [P in K]: T[P] | null };

export const PURPOSES = ['chat', 'embeddings', 'reranking'] as const;
export type Purpose = (typeof PURPOSES)[number];
export type ProviderType = 'ai_server' | 'api_key';
export type Health = 'healthy' | 'degraded' | 'down' | 'unknown';

export type Server = Nullable<
  Schemas['ServerView'],
  'model_path' | 'last_health_check' | 'health_message' | 'masked_api_key' | 'updated_at'
>;
export type ApiKey = Omit<Nullable<Schemas['ApiKeyView'], 'last_used' | 'updated_at' | 'verdict_message' | 'last_checked'>, 'verdict'> & {
  verdict: Verdict | null;
};
export type Verdict = 'valid' | 'invalid' | 'no_funds' | 'limited' | 'unknown';
export interface Target {
  provider_type: ProviderType;
  provider_id: number;
  model?: string | null;
}
export type Active = Omit<Schemas['ActiveProviderView'], 'fallbacks' | 'model' | 'provider_type' | 'provider'> & {
  provider_type: ProviderType;
  provider: Server | ApiKey | null;
  model: string | null;
  fallbacks: Target[];
};
export type ActiveByPurpose = Partial<Record<Purpose, Active>>;
export type NewServer = Schemas['RegisterServerRequest'];
export type NewApiKey = Schemas['AddApiKeyRequest'];

export interface Change {
  before?: unknown;
  after?: unknown;
  changed?: boolean;
}
export type HistoryEntry = Omit<Schemas['HistoryEntry'], 'changes' | 'user' | 'request_id' | 'restored_from'> & {
  changes: Record<string, Change>;
  user: string | null;
  request_id: string | null;
  restored_from: string | null;
};
export type AuditEntry = Omit<Nullable<Schemas['AuditEntry'], keyof Schemas['AuditEntry']>, 'changes' | 'id' | 'occurred_at' | 'action'> & {
  id: string;
  occurred_at: string;
  action: string;
  changes: Record<string, Change> | null;
};
export interface AuditPage {
  items: AuditEntry[];
  next_cursor: string | null;
  prev_cursor: string | null;
}
export type Projection = Omit<Schemas['ProjectionStatus'], 'error' | 'rebuild'> & {
  error: string | null;
  rebuild: Nullable<Schemas['Snapshot'], 'seconds_left' | 'finished_at' | 'error' | 'comparison' | 'rows_replaced'> | null;
};
export type RingStatus = Omit<Schemas['RingStatus'], 'rewrap'> & {
  rewrap: Nullable<Schemas['Progress'], 'finished_at' | 'error'> | null;
};
export type ProofStatus = Nullable<Schemas['Status'], 'problem' | 'origin'>;

export interface RestoreStep {
  command: string;
  entity_type: string;
  entity_id: string;
  name: string;
  fields: string[];
}
export interface NotRestored {
  entity_type: string;
  entity_id: string;
  name: string;
  field: string | null;
  code: string;
  detail: string;
}
export interface RestorePlan {
  position: number;
  dry_run: boolean;
  base_position: number;
  commands: RestoreStep[];
  not_restored: NotRestored[];
  refused: { code: string; detail: string } | null;
}
