import { count, money } from '../../parts/format';

export interface Token {
  id: number;
  name: string;
  masked_token: string;
  roles: string[];
  purposes: string[];
  models: string[];
  requests_per_minute: number | null;
  tokens_per_minute: number | null;
  budget_usd_per_day: number | string | null;
  budget_usd_per_month: number | string | null;
  labels: Record<string, string>;
  expires_at: string | null;
  previous_valid_until: string | null;
  revoked_at: string | null;
  created_by: string;
  created_at: string;
  version: number;
}

export function stateOf(token: Pick<Token, 'revoked_at' | 'expires_at'>, now = Date.now()): { state: string; label: string } {
  if (token.revoked_at) return { state: 'off', label: 'Revoked' };
  if (token.expires_at && Date.parse(token.expires_at) <= now) return { state: 'off', label: 'Expired' };
  return { state: 'healthy', label: 'Valid' };
}

/** What of a token can be changed, as the form says it. */
export const TERMS = [
  'purposes', 'models', 'requests_per_minute', 'tokens_per_minute', 'budget_usd_per_day', 'budget_usd_per_month', 'expires_at',
] as const;

/** Money comes as text or as a number; both mean the same. */
export function termsOf(token: Token): Record<string, unknown> {
  const money = (value: number | string | null) => (value === null ? null : Number(value));
  return { ...token, budget_usd_per_day: money(token.budget_usd_per_day), budget_usd_per_month: money(token.budget_usd_per_month) };
}

export function limits(token: Pick<Token, 'requests_per_minute' | 'tokens_per_minute' | 'budget_usd_per_day' | 'budget_usd_per_month'>): string {
  return [
    token.requests_per_minute !== null && `${count(token.requests_per_minute)} requests/min`,
    token.tokens_per_minute !== null && `${count(token.tokens_per_minute)} tokens/min`,
    token.budget_usd_per_day !== null && `${money(Number(token.budget_usd_per_day))} a day`,
    token.budget_usd_per_month !== null && `${money(Number(token.budget_usd_per_month))} a month`,
  ]
    .filter(Boolean)
    .join(', ');
}
