import type { components } from '../../api/schema';

type Letter = components['schemas']['DeadLetter'];
/** An event that a view could not apply, or one that waits behind such an event. */
export type DeadLetter = Omit<Letter, 'cause' | 'payload' | 'meta_data'> & { cause: string | null; payload?: unknown; meta_data?: unknown };

/** The first of its aggregate is tried again; the others follow it by themselves. */
export function isFirst(letter: DeadLetter, letters: DeadLetter[]): boolean {
  return letters.every((other) => other.aggregate !== letter.aggregate || other.place >= letter.place);
}

/** `java.lang.IllegalStateException: no such server` → `no such server`: the whole of it is shown with the event. */
export function reason(cause: string): string {
  return cause.replace(/^(?:[\w$]+\.)+[\w$]*(?:Exception|Error|Cause): (?=.)/, '');
}

export interface Retried {
  applied: number;
  parked: number;
  error: string | null;
}

export function outcome({ applied, parked, error }: Retried): string {
  const done = `${applied} ${applied === 1 ? 'event' : 'events'} applied`;
  return error === null ? done : `${done}, ${parked} still parked: ${reason(error)}`;
}
