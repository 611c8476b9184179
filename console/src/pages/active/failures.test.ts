import { expect, it } from 'vitest';
import { failures } from './failures';

const place = (name: string, state = 'healthy') => ({ name, state });

it('goes through the order', () => {
  expect(failures([place('a'), place('b', 'unknown'), place('c', 'degraded')])).toEqual({
    now: 'At the moment every request goes to a.',
    then: [
      'If a fails, the request goes on to b.',
      'If b fails, the request goes on to c.',
      'If c fails, too, nobody is left: the client gets the failure of a, in OpenAI’s shape.',
    ],
  });
});

it('passes over who is absent now, and says why', () => {
  expect(failures([place('a', 'down'), place('b'), place('c', 'off'), place('d', 'cooling'), place('e')])).toEqual({
    now: 'At the moment every request goes to b (a is down).',
    then: [
      'If b fails, the request goes on to e (c is disabled and d is left alone after failures).',
      'If e fails, too, nobody is left: the client gets the failure of b, in OpenAI’s shape.',
    ],
  });
});

it('says when nobody is left', () => {
  expect(failures([place('a', 'down')]).now).toContain('Nobody can answer at the moment (a is down)');
  expect(failures([place('a')]).then).toEqual(['If a fails, nobody is left: the client gets the failure of a, in OpenAI’s shape.']);
});
