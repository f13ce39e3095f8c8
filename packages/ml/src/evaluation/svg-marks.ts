import { markup, type Markup } from "./markup";
import type { Plane } from "./svg-frame";

/** Colours of the style sheet; a line that has the same again has another dash. */
export const SERIES = 6;
const DASHES = ["", "5 3", "1.5 2.5"];

/** A line through points; where one of them is unknown the line is broken. */
export function line(
  { x, y }: Plane,
  xs: readonly (number | null)[],
  ys: readonly (number | null)[],
  series = 0,
): Markup {
  let path = "";
  let pen = "M";
  for (let i = 0; i < xs.length; i++) {
    const [across, up] = [xs[i], ys[i]];
    if (across === null || up === null) {
      pen = "M";
      continue;
    }
    path += `${pen}${x(across)} ${y(up)}`;
    pen = "L";
  }
  return markup`<path class="line s${series % SERIES}" stroke-dasharray="${dashOf(series)}" d="${path}"/>`;
}

/** How the line of a series is broken up, so that no two look alike and colour is not the only sign. */
export function dashOf(series: number): string {
  return DASHES[(series + Math.floor(series / SERIES)) % DASHES.length];
}

/** The line of what would be right. */
export function reference({ x, y }: Plane, from: [number, number], to: [number, number]): Markup {
  return markup`<path class="reference" d="M${x(from[0])} ${y(from[1])}L${x(to[0])} ${y(to[1])}"/>`;
}

/** Points, all of one size or each of its own. */
export function dots(
  { x, y }: Plane,
  xs: readonly number[],
  ys: readonly number[],
  radii?: readonly number[],
): Markup {
  return markup`<g class="dots">${xs.map(
    (value, i) => markup`<circle cx="${x(value)}" cy="${y(ys[i])}" r="${(radii?.[i] ?? 1.8).toFixed(1)}"/>`,
  )}</g>`;
}

/** Bars from zero up, each between two edges. */
export function bars({ x, y }: Plane, edges: readonly number[], heights: readonly number[]): Markup {
  const floor = y(0);
  return markup`<g class="bars">${heights.map((height, i) => {
    const [from, to] = [x(edges[i]), x(edges[i + 1])];
    return markup`<rect x="${from}" y="${y(height)}" width="${Math.max(0.5, to - from - 0.8)}" height="${floor - y(height)}"/>`;
  })}</g>`;
}
