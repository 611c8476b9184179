/** A small curve without axes: the figure beside it says how much, this says how it went. */
export function Spark({ points }: { points: (number | null)[] }) {
  const most = Math.max(...points.map((point) => point ?? 0), Number.MIN_VALUE);
  const step = 100 / Math.max(1, points.length - 1);
  let path = '';
  let pen = false;
  points.forEach((point, index) => {
    if (point === null) {
      pen = false;
      return;
    }
    path += `${pen ? 'L' : 'M'}${(index * step).toFixed(1)} ${(23 - (22 * point) / most).toFixed(1)}`;
    // one point alone is a line of no length: round caps make it a dot
    if (!pen) path += 'h0';
    pen = true;
  });
  return (
    <svg className="spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden>
      <path d={path} fill="none" stroke="currentColor" strokeWidth={1.5} strokeLinecap="round" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
