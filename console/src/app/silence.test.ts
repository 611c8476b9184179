import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Silence } from './silence';

const cut = vi.fn();
let page: EventTarget;

beforeEach(() => {
  vi.useFakeTimers();
  cut.mockClear();
  page = new EventTarget();
  vi.stubGlobal('window', page);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('cuts off what has said nothing for too long', () => {
  const silence = new Silence(100, cut);
  vi.advanceTimersByTime(90);
  silence.broken();
  vi.advanceTimersByTime(90);
  expect(cut).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10);
  expect(cut).toHaveBeenCalledOnce();
});

it('cuts off at once when the browser is offline', () => {
  new Silence(100, cut);
  page.dispatchEvent(new Event('offline'));
  expect(cut).toHaveBeenCalledOnce();
});

it('leaves alone what has ended by itself', () => {
  new Silence(100, cut).end();
  vi.advanceTimersByTime(1000);
  page.dispatchEvent(new Event('offline'));
  expect(cut).not.toHaveBeenCalled();
});
