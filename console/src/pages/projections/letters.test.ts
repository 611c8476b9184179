import { expect, it } from 'vitest';
import { type DeadLetter, isFirst, outcome, reason } from './letters';

const letter = (aggregate: string, place: number) => ({ aggregate, place }) as DeadLetter;

it('offers to retry only what nothing of the same aggregate stands before', () => {
  const letters = [letter('server-1', 4), letter('server-2', 9), letter('server-1', 5)];
  expect(letters.map((one) => isFirst(one, letters))).toEqual([true, true, false]);
});

it('leaves the name of the exception to those who inspect the event', () => {
  expect(reason('java.lang.IllegalStateException: no such server')).toBe('no such server');
  expect(reason('org.axonframework.messaging.deadletter.ThrowableCause: server-1 is not in the view')).toBe('server-1 is not in the view');
  expect(reason('dev.signalbox.query.Poison$BadError: a: b')).toBe('a: b');
  expect(reason('java.lang.NullPointerException: ')).toBe('java.lang.NullPointerException: ');
  expect(reason('no such server')).toBe('no such server');
});

it('says how far a retry came', () => {
  expect(outcome({ applied: 3, parked: 0, error: null })).toBe('3 events applied');
  expect(outcome({ applied: 1, parked: 2, error: 'java.lang.Exception: still bad' })).toBe('1 event applied, 2 still parked: still bad');
});
