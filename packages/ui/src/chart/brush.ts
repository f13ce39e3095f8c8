import { isMissing, type AxisScale, type AxisValue } from "./axis-scale";
import { finite } from "./infinite";

/** Which values of an axis are chosen: numbers from `low` to `high`, some categories, or those that are missing. */
export type Brush = { low: number; high: number } | { names: readonly string[] } | { missing: true };

/** Whether a value is chosen. Numbers beyond every bound are infinite bounds, not missing values. */
export function passes(brush: Brush, value: AxisValue): boolean {
  if ("missing" in brush) return isMissing(value);
  if (isMissing(value)) return false;
  if ("names" in brush) return brush.names.includes(String(value));
  return typeof value === "number" && finite(value) >= brush.low && finite(value) <= brush.high;
}

/** What is chosen between two places of an axis, in either order; undefined where that is nothing. */
export function brushBetween(scale: AxisScale, one: number, other: number): Brush | undefined {
  const [from, to] = one < other ? [one, other] : [other, one];
  if (scale.kind === "category") {
    const names = scale.names.filter((name) => {
      const share = scale.place(name)!;
      return share >= from && share <= to;
    });
    return names.length > 0 ? { names } : undefined;
  }
  // The ends of the axis stand for everything beyond them, so that rounding loses no run.
  const [low, high] = [scale.at(from), scale.at(to)].sort((left, right) => left - right);
  if (Number.isNaN(low) || Number.isNaN(high)) return undefined;
  // Both ends among the zeros of a logarithmic axis.
  return { low, high: high === -Infinity ? 0 : high };
}

/** Where a brush lies on an axis; undefined for missing values, which have no place on it. */
export function brushShares(scale: AxisScale, brush: Brush): [from: number, to: number] | undefined {
  if ("missing" in brush) return undefined;
  const shares =
    "names" in brush
      ? brush.names.flatMap((name) => scale.place(name) ?? [])
      : [placeOf(scale, brush.low), placeOf(scale, brush.high)].filter((share) => share !== undefined);
  return shares.length > 0 ? [Math.min(...shares), Math.max(...shares)] : undefined;
}

/** Infinite bounds lie at the ends. */
function placeOf(scale: AxisScale, value: number): number | undefined {
  return scale.place(finite(value));
}

/** A brush in words, for titles and screen readers. */
export function readBrush(scale: AxisScale, brush: Brush): string {
  if ("missing" in brush) return "missing";
  if ("names" in brush) return brush.names.join(", ");
  return `${scale.read(brush.low)} to ${scale.read(brush.high)}`;
}
