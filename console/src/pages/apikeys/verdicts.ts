import type { ApiKey } from '../../api/types';
import type { VERDICTS } from './vendors';

/** What the vendor said of a key when it was tested last, in this browser. */
export interface Verdict {
  verdict: keyof typeof VERDICTS;
  message: string;
  at: string;
}

type Tested = Pick<ApiKey, 'id' | 'version'>;

const place = ({ id }: Tested) => `signalbox.verdict.${id}`;

/** For the next time the page is opened: a test is a request to the vendor, so nobody makes one only to look. */
export function remember(key: Tested, verdict: Verdict): Verdict {
  try {
    localStorage.setItem(place(key), JSON.stringify({ ...verdict, version: key.version }));
  } catch {
    // a browser that keeps nothing shows it until the page is closed
  }
  return verdict;
}

/** Nothing of another version: that may have been another secret. */
export function remembered(key: Tested): Verdict | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(place(key)) ?? 'null') as (Verdict & { version: number }) | null;
    return kept !== null && kept.version === key.version ? { verdict: kept.verdict, message: kept.message, at: kept.at } : undefined;
  } catch {
    return undefined;
  }
}
