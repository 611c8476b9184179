/** What somebody types for a point in history: a position, or a time where they are, which the API wants with its zone. */
export function pointOf(text: string): string {
  const point = text.trim();
  if (/^\d*$/.test(point)) return point;
  const time = new Date(point.replace(' ', 'T'));
  return Number.isNaN(time.getTime()) ? point : time.toISOString();
}
