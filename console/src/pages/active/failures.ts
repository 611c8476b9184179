interface Place {
  name: string;
  state: string;
}

const ABSENT: Record<string, string> = { down: 'is down', off: 'is disabled', cooling: 'is left alone after failures' };
const list = (parts: string[]) => (parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`);
const because = (passed: Place[]) => (passed.length === 0 ? '' : ` (${list(passed.map(({ name, state }) => `${name} ${ABSENT[state]}`))})`);

/** Who answers now, and who when each of those that could answer fails in turn. */
export function failures(places: Place[]): { now: string; then: string[] } {
  const asked = places.filter(({ state }) => !(state in ABSENT));
  const passed = (from: number, to: number) => places.slice(from, to).filter(({ state }) => state in ABSENT);
  const at = (place: Place | undefined) => (place ? places.indexOf(place) : places.length);
  if (asked.length === 0) {
    return { now: `Nobody can answer at the moment${because(places)}: each is tried all the same, and the client gets the first one’s failure.`, then: [] };
  }
  const now = `At the moment every request goes to ${asked[0]!.name}${because(passed(0, at(asked[0])))}.`;
  const then = asked.map((place, index) => {
    const next = asked[index + 1];
    const skipped = because(passed(at(place) + 1, at(next)));
    return next
      ? `If ${place.name} fails, the request goes on to ${next.name}${skipped}.`
      : `If ${place.name} fails${index > 0 ? ', too' : ''}, nobody is left${skipped}: the client gets the failure of ${asked[0]!.name}, in OpenAI’s shape.`;
  });
  return { now, then };
}
