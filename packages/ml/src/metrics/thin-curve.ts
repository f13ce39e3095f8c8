export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Stretch {
  readonly first: number;
  readonly last: number;
  /** The point between the two that lies farthest from the line through them, and how far. */
  readonly at: number;
  readonly distance: number;
}

/**
 * The indexes of at most `limit` points (at least 2) that keep a curve's shape: from the line between its ends on, the
 * point farthest from what is drawn so far is added (Ramer 1972; Douglas and Peucker 1973), until none is off the line.
 * Ascending; the ends are always kept.
 */
export function thinCurve(x: Float64Array, y: Float64Array, limit: number): number[] {
  if (x.length <= 2) return Array.from(x, (_, index) => index);
  const kept = [0, x.length - 1];
  let stretches = [farthest(x, y, 0, x.length - 1)];
  while (kept.length < limit && stretches.length > 0) {
    const widest = stretches.reduce((most, each) => (each.distance > most.distance ? each : most));
    if (widest.distance === 0) break;
    const { first, last, at } = widest;
    kept.push(at);
    stretches = stretches.filter((each) => each !== widest);
    for (const [from, to] of [
      [first, at],
      [at, last],
    ])
      if (to - from > 1) stretches.push(farthest(x, y, from, to));
  }
  return kept.sort((a, b) => a - b);
}

function farthest(x: Float64Array, y: Float64Array, first: number, last: number): Stretch {
  const dx = x[last] - x[first];
  const dy = y[last] - y[first];
  const length = Math.hypot(dx, dy);
  let at = first + 1;
  let distance = 0;
  for (let i = first + 1; i < last; i++) {
    const [ex, ey] = [x[i] - x[first], y[i] - y[first]];
    const away = length === 0 ? Math.hypot(ex, ey) : Math.abs(ex * dy - ey * dx) / length;
    if (away > distance) [at, distance] = [i, away];
  }
  // What rounding leaves of a point on the line is no shape.
  return { first, last, at, distance: distance < 1e-12 ? 0 : distance };
}
