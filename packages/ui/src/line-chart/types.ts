import { titleFromOrigin } from "../chart/origin";
import type { NumberFormat } from "../format";

export interface LineSeries {
  id: string;
  label: string;
  /** Points in any order; null draws a gap. */
  points: readonly (readonly [x: number, y: number | null])[];
  /** A CSS colour or `var(--token)`; the series palette otherwise. */
  color?: string;
  dashed?: boolean;
  /** Its points are another series', changed. */
  repeats?: boolean;
}

export interface ChartAxis {
  label: string;
  /** Stands behind the label: "s", "USD". */
  unit?: string;
  format?: NumberFormat;
  /** Logarithmic; values of zero and below are left out, and the chart says how many. */
  log?: boolean;
  /** The values are epoch milliseconds (x axis only). */
  time?: boolean;
  /** The values are counted from this whole number (x axis only). */
  origin?: string;
}

/** The label with its unit. */
export function axisTitle(axis: ChartAxis): string {
  return titleFromOrigin(axis.unit ? `${axis.label} (${axis.unit})` : axis.label, axis.origin);
}
