const relative = new Intl.RelativeTimeFormat('en', { style: 'short', numeric: 'auto' });
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const whole = new Intl.NumberFormat('en');
const STEPS: [number, Intl.RelativeTimeFormatUnit][] = [
  [60, 'second'],
  [60, 'minute'],
  [24, 'hour'],
  [30, 'day'],
  [12, 'month'],
  [Infinity, 'year'],
];

export function ago(time: string, now = Date.now()): string {
  let value = Math.min(0, (new Date(time).getTime() - now) / 1000);
  if (value > -5) return 'just now';
  for (const [size, unit] of STEPS) {
    if (-value < size) return relative.format(Math.round(value), unit);
    value /= size;
  }
  return exact.format(new Date(time));
}

export function absolute(time: string): string {
  return exact.format(new Date(time));
}

export function count(value: number): string {
  return whole.format(value);
}

export function money(dollars: number): string {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: 'USD',
    maximumFractionDigits: dollars !== 0 && Math.abs(dollars) < 1 ? 4 : 2,
  }).format(dollars);
}

export function millis(value: number): string {
  return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(value < 10_000 ? 2 : 1)} s`;
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}

/** `use_for_chat` → `use for chat`. */
export function words(name: string): string {
  return name.replaceAll('_', ' ').replaceAll('-', ' ');
}

const NOUNS: Record<string, string> = { api_key: 'API key', ai_server: 'server' };

/** `active_provider` → `active provider`, `api_key` → `API key`. */
export function noun(type: string): string {
  return NOUNS[type] ?? words(type);
}

/** What the forms call the fields. */
const LABELS: Record<string, string> = {
  api_key: 'API key', masked_key: 'secret', key_name: 'name', provider: 'vendor', server_type: 'type', base_url: 'address', model_path: 'model',
  use_for_chat: 'serves chat', use_for_embeddings: 'serves embeddings', use_for_reranking: 'serves reranking',
  use_for_ops_center: 'operations center', primary: 'first choice', budget_usd_per_day: 'budget per day', budget_usd_per_month: 'budget per month',
};

export function label(field: string): string {
  return LABELS[field] ?? words(field);
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A field's value as a reader of a difference wants it. */
export function shown(value: unknown, name: (type: string, id: number) => string = (type, id) => `${type} ${id}`): string {
  if (value === null || value === undefined) return 'none';
  if (value === '') return 'empty';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' && INSTANT.test(value)) return absolute(value);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((one) => shown(one, name)).join(', ');
  if (typeof value === 'object') return object(value as Record<string, unknown>, name);
  return String(value);
}

function object(value: Record<string, unknown>, name: (type: string, id: number) => string): string {
  if ('provider_type' in value && 'provider_id' in value) {
    const model = value.model ? ` (${String(value.model)})` : '';
    return name(String(value.provider_type), Number(value.provider_id)) + model;
  }
  // of a stored secret: which one it is, as far as anybody is told
  if ('masked' in value && 'fingerprint' in value) return String(value.masked);
  const fields = Object.entries(value);
  return fields.length === 0 ? 'empty' : fields.map(([field, one]) => `${label(field)}: ${shown(one, name)}`).join(', ');
}

/** `AddServer`, `add_server` or `ServerRegistered` as words. */
export function spoken(name: string): string {
  // a denied request has no name but its own
  if (/^[a-z]+ \//i.test(name)) return name.replace(/^[a-z]+/, (method) => method.toUpperCase());
  const text = name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ').toLowerCase();
  return (text.charAt(0).toUpperCase() + text.slice(1)).replace(/\bapi key\b/i, 'API key');
}
