import { smooth as smoothed } from "@pipepilot/ui/chart";

export type Point = readonly [x: number, y: number | null];

/** Points in the order of x, their values smoothed. */
export function smooth(points: readonly Point[], weight: number): Point[] {
  const ys = smoothed(
    points.map(([, y]) => y),
    weight,
  );
  return points.map(([x], index) => [x, ys[index]]);
}
