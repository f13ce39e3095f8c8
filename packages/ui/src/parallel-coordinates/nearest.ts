import type { LinePoint } from "./layout";

/**
 * Which line passes nearest above or below a place; undefined where none is within reach. The lines are the curves of
 * `curve`: cubic Béziers, level at every axis, with both control points half way.
 */
export function nearestLine(
  lines: readonly (readonly LinePoint[])[],
  x: readonly number[],
  at: { x: number; y: number },
  reach = 14,
): number | undefined {
  const to = Math.min(
    Math.max(
      1,
      x.findIndex((position) => position >= at.x),
    ),
    x.length - 1,
  );
  const from = at.x > x[x.length - 1] ? x.length - 1 : Math.max(0, to - 1);
  const share = to > from ? progress((at.x - x[from]) / (x[to] - x[from])) : 0;
  let [nearest, best]: [number | undefined, number] = [undefined, reach];
  lines.forEach((line, index) => {
    const begin = line[from];
    const end = line[Math.max(from, to)];
    if (begin === undefined || end === undefined) return;
    const distance = Math.abs(begin.y + (end.y - begin.y) * share - at.y);
    if (distance < best) [nearest, best] = [index, distance];
  });
  return nearest;
}

/** How far up such a curve is at a share of its width, both from 0 to 1. */
export function progress(width: number): number {
  const wanted = Math.min(1, Math.max(0, width));
  let [low, high] = [0, 1];
  // x(t) = 1.5 t (1 - t)² + 1.5 t² (1 - t) + t³ only grows: halving twenty times is exact to a millionth.
  for (let step = 0; step < 20; step += 1) {
    const t = (low + high) / 2;
    const reached = 1.5 * t * (1 - t) ** 2 + 1.5 * t * t * (1 - t) + t ** 3;
    if (reached < wanted) low = t;
    else high = t;
  }
  const t = (low + high) / 2;
  return t * t * (3 - 2 * t);
}
