import { seriesColor } from "../tone";
import { axisScale, byName, isMissing, type AxisSpec, type AxisValue } from "./axis-scale";

/** Steps of the colour ramp, as many as there are `--ramp-` tokens. */
export const RAMP_STEPS = 9;
const MOST_CATEGORIES = 8;

/** What has no value, or no colour of its own. */
export const NO_COLOR = "var(--control)";

export interface ColorScale {
  label: string;
  colorOf: (value: AxisValue) => string;
  /** A ramp from the lowest to the highest value, or a colour for each category. */
  legend:
    | { kind: "ramp"; low: string; middle: string; high: string }
    | { kind: "categories"; entries: { label: string; color: string }[]; others: number };
  anyMissing: boolean;
}

/** The colour at a share of the ramp, as a CSS value. */
export function rampColor(share: number): string {
  return `var(--ramp-${1 + Math.min(RAMP_STEPS - 1, Math.max(0, Math.floor(share * RAMP_STEPS)))})`;
}

/** Colours over values: a ramp for numbers, the series colours for the eight most frequent categories. */
export function colorScale(axis: AxisSpec, values: readonly AxisValue[]): ColorScale {
  const scale = axisScale({ ...axis, flipped: false }, values);
  const anyMissing = values.some(isMissing);
  if (scale.kind === "number") {
    const colorOf = (value: AxisValue) => {
      const share = scale.place(value);
      return share === undefined ? NO_COLOR : rampColor(share);
    };
    // The low end of a logarithmic scale with zeros is where these are.
    const [low, middle, high] = [0, 0.5, 1].map((share) =>
      scale.at(share) === -Infinity ? scale.ticks[0].label : scale.read(scale.at(share)),
    );
    return {
      label: axis.label,
      colorOf,
      anyMissing,
      legend: { kind: "ramp", low, middle, high },
    };
  }
  const counts = new Map<string, number>();
  for (const value of values)
    if (!isMissing(value)) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const frequent = [...counts.keys()]
    .sort((one, other) => counts.get(other)! - counts.get(one)! || byName(one, other))
    .slice(0, MOST_CATEGORIES)
    .sort(byName);
  const colors = new Map(frequent.map((name, index) => [name, seriesColor(index)]));
  return {
    label: axis.label,
    colorOf: (value) => (isMissing(value) ? NO_COLOR : (colors.get(String(value)) ?? NO_COLOR)),
    anyMissing,
    legend: {
      kind: "categories",
      entries: frequent.map((label) => ({ label, color: colors.get(label)! })),
      others: counts.size - frequent.length,
    },
  };
}
