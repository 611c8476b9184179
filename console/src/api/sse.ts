/** One event of a stream (WHATWG, server-sent events). */
export interface StreamEvent {
  id: string | undefined;
  event: string;
  data: string;
}

/**
 * Takes a stream's text in any pieces and hands out whole events. EventSource is not used: it hides the status of a refusal,
 * and can't send the body that a streamed completion needs.
 */
export class EventParser {
  private rest = '';
  private id: string | undefined;

  feed(text: string): StreamEvent[] {
    this.rest += text.replaceAll('\r\n', '\n');
    const events: StreamEvent[] = [];
    for (let end = this.rest.indexOf('\n\n'); end >= 0; end = this.rest.indexOf('\n\n')) {
      const event = this.parse(this.rest.slice(0, end));
      this.rest = this.rest.slice(end + 2);
      if (event) events.push(event);
    }
    return events;
  }

  private parse(block: string): StreamEvent | null {
    let event = 'message';
    const data: string[] = [];
    for (const line of block.split('\n')) {
      const colon = line.indexOf(':');
      if (colon === 0) continue;
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'data') data.push(value);
      if (field === 'event') event = value;
      if (field === 'id') this.id = value;
    }
    return data.length === 0 ? null : { id: this.id, event, data: data.join('\n') };
  }
}

/** The events of an answer as they come, until it ends. */
export async function* events(response: Response): AsyncGenerator<StreamEvent> {
  const parser = new EventParser();
  const reader = response.body!.pipeThrough(new TextDecoderStream() as never).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* parser.feed(value as unknown as string);
    }
  } finally {
    void reader.cancel().catch(() => {});
  }
}
