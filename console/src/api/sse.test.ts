import { describe, expect, it } from 'vitest';
import { EventParser } from './sse';

describe('a stream of events', () => {
  it('may be cut anywhere', () => {
    const text = 'id: 7\nevent: position\ndata: {"servers":7}\n\n: still here\n\ndata: a\ndata: b\n\n';
    for (let size = 1; size <= text.length; size++) {
      const parser = new EventParser();
      const events = [];
      for (let at = 0; at < text.length; at += size) events.push(...parser.feed(text.slice(at, at + size)));
      expect(events).toEqual([
        { id: '7', event: 'position', data: '{"servers":7}' },
        { id: '7', event: 'message', data: 'a\nb' },
      ]);
    }
  });

  it('may end its lines as on Windows', () => {
    expect(new EventParser().feed('data: x\r\n\r\n')).toEqual([{ id: undefined, event: 'message', data: 'x' }]);
  });

  it('has no event without data', () => {
    expect(new EventParser().feed('retry: 2000\nid: 3-4\n\n')).toEqual([]);
  });
});
