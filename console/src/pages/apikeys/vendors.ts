import type { Verdict } from '../../api/types';

/** How vendors begin their keys: a hint against pasting the wrong one, never a refusal. */
const PREFIXES: Record<string, string> = {
  openai: 'sk-',
  anthropic: 'sk-ant-',
  openrouter: 'sk-or-',
  google: 'AIza',
  groq: 'gsk_',
  xai: 'xai-',
  perplexity: 'pplx-',
  huggingface: 'hf_',
  fireworks: 'fw_',
  jina: 'jina_',
  voyage: 'pa-',
  cerebras: 'csk-',
  deepseek: 'sk-',
};

export function prefixOf(vendor: string): string | undefined {
  return PREFIXES[vendor];
}

/** What looks wrong about a key, in words; null when nothing does. */
export function doubt(vendor: string, key: string): string | null {
  if (key === '') return null;
  if (/\s/.test(key)) return 'There is a blank or a line break in it. Was more copied than the key?';
  const owner = Object.entries(PREFIXES)
    .filter(([name, prefix]) => name !== vendor && prefix.length > 3 && key.startsWith(prefix))
    .sort((a, b) => b[1].length - a[1].length)[0];
  const own = PREFIXES[vendor];
  const isOwn = own !== undefined && key.startsWith(own);
  if (owner && (!isOwn || owner[1].length > own.length)) return `This looks like a key of ${owner[0]}.`;
  if (own !== undefined && !isOwn) return `Keys of this vendor usually begin with ${own}`;
  return null;
}

/** What a vendor said of a key when it was tested last. */
export const VERDICTS: Record<Verdict, { state: string; label: string }> = {
  valid: { state: 'healthy', label: 'Valid' },
  invalid: { state: 'down', label: 'Invalid' },
  no_funds: { state: 'degraded', label: 'No funds' },
  limited: { state: 'degraded', label: 'Rate limited' },
  unknown: { state: 'unknown', label: 'Can’t tell' },
};
