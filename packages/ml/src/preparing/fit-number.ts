import type { NumberColumn } from "../table";
import {
  numberFill,
  outlierOptions,
  type NumberFill,
  type OutlierOptions,
  type ScaleMethod,
} from "./column-options";
import type { BucketRule, PrepareConfig } from "./config";
import { fitScale } from "./fit-scale";
import type { BucketFeatureJSON, NumberFeatureJSON } from "./fitted-preparing";
import { bucketOf } from "./number-features";
import { finite, mean, mode, quantile } from "./statistics";

/** A number feature fitted on these rows only, or null when none of them has a (finite) value. */
export function fitNumber(
  column: NumberColumn,
  rows: Int32Array,
  config: PrepareConfig,
  scale: ScaleMethod,
): NumberFeatureJSON | null {
  const sorted = knownSorted(column, rows);
  if (sorted.length === 0) return null;
  const clip = clipBounds(sorted, outlierOptions(config, column.name));
  const clipped = clip === null ? sorted : sorted.map((value) => Math.min(clip[1], Math.max(clip[0], value)));
  const fill = fillNumber(clipped, numberFill(config, column.name));
  const filled = fill === null ? clipped : withFills(clipped, fill, rows.length - sorted.length);
  return { kind: "number", column: column.name, clip, fill, ...fitScale(filled, scale) };
}

/** Edges closer than this, or equal, make one bucket, as in scikit-learn's KBinsDiscretizer. */
const LEAST_WIDTH = 1e-8;

/**
 * Buckets that hold equally many of these rows each, their edges being NumPy's quantiles of the values after imputing; null
 * when no row has a (finite) value. Values that repeat too often to be parted make fewer buckets.
 */
export function fitBuckets(
  column: NumberColumn,
  rows: Int32Array,
  { n_bins, encode }: BucketRule,
  config: PrepareConfig,
  scale: ScaleMethod,
): BucketFeatureJSON | null {
  const sorted = knownSorted(column, rows);
  if (sorted.length === 0) return null;
  const fill = fillNumber(sorted, numberFill(config, column.name));
  const filled = fill === null ? sorted : withFills(sorted, fill, rows.length - sorted.length);
  const cuts = Array.from({ length: n_bins + 1 }, (_, cut) => quantile(filled, cut / n_bins));
  const apart = cuts.filter((edge, at) => at === 0 || edge - cuts[at - 1] > LEAST_WIDTH);
  const edges = apart.slice(1, -1);
  const codes = filled.map((value) => bucketOf(value, edges));
  const scaling = fitScale(codes, encode === "one_hot" ? "none" : scale);
  return { kind: "buckets", column: column.name, edges, fill, encode, ...scaling };
}

function knownSorted({ values }: NumberColumn, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row])
    .filter(Number.isFinite)
    .sort();
}

function clipBounds(sorted: Float64Array, outliers: OutlierOptions): [number, number] | null {
  switch (outliers.method) {
    case "none":
      return null;
    case "clip_quantile":
      return [quantile(sorted, outliers.lower), quantile(sorted, outliers.upper)];
    case "clip_iqr": {
      const [lower, upper] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
      const reach = outliers.factor * (upper - lower);
      return [finite(lower - reach), finite(upper + reach)];
    }
  }
}

function fillNumber(sorted: Float64Array, impute: NumberFill): number | null {
  if (typeof impute === "object") return impute.constant;
  switch (impute) {
    case "none":
      return null;
    case "mean":
      return mean(sorted);
    case "median":
      return quantile(sorted, 0.5);
    case "most_frequent":
      return mode(sorted);
  }
}

/** The values as they are after imputing, ascending, since the scale is fitted on what the family will see. */
function withFills(sorted: Float64Array, fill: number, missing: number): Float64Array {
  if (missing === 0) return sorted;
  const filled = new Float64Array(sorted.length + missing).fill(fill);
  filled.set(sorted);
  return filled.sort();
}
