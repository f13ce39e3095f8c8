import type { CategoryColumn, NumberColumn } from "../table";
import type { PrepareConfig } from "./config";
import type { NumberFeatureJSON, OneHotFeatureJSON, OrdinalFeatureJSON } from "./fitted-preparing";
import { finite, mean, mode, quantile, standardDeviation } from "./statistics";

export type ScaleMethod = Exclude<PrepareConfig["scale"], "auto">;

/** A number feature fitted on these rows only, or null when none of them has a (finite) value. */
export function fitNumber(
  column: NumberColumn,
  rows: Int32Array,
  config: PrepareConfig,
  scale: ScaleMethod,
): NumberFeatureJSON | null {
  const gathered = Float64Array.from(rows, (row) => column.values[row]);
  const sorted = gathered.filter(Number.isFinite).sort();
  if (sorted.length === 0) return null;
  const clip = clipBounds(sorted, config.outliers);
  const clipped = clip === null ? sorted : sorted.map((value) => Math.min(clip[1], Math.max(clip[0], value)));
  const fill = fillNumber(clipped, config.impute.numeric);
  const filled = fill === null ? clipped : withFills(clipped, fill, rows.length - sorted.length);
  return { kind: "number", column: column.name, clip, fill, ...fitScale(filled, scale) };
}

function clipBounds(sorted: Float64Array, outliers: PrepareConfig["outliers"]): [number, number] | null {
  if (outliers === "none") return null;
  if (outliers === "clip_quantile") return [quantile(sorted, 0.01), quantile(sorted, 0.99)];
  const [lower, upper] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const reach = 1.5 * (upper - lower);
  return [finite(lower - reach), finite(upper + reach)];
}

function fillNumber(sorted: Float64Array, impute: PrepareConfig["impute"]["numeric"]): number | null {
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
  const filled = new Float64Array(sorted.length + missing).fill(fill);
  filled.set(sorted);
  return filled.sort();
}

function fitScale(sorted: Float64Array, method: ScaleMethod): { center: number; scale: number } {
  const [center, scale] = centerAndScale(sorted, method);
  return { center, scale: scale > 0 && Number.isFinite(scale) ? scale : 1 };
}

function centerAndScale(sorted: Float64Array, method: ScaleMethod): [number, number] {
  switch (method) {
    case "none":
      return [0, 1];
    case "standard":
      return [mean(sorted), standardDeviation(sorted)];
    case "min_max":
      return [sorted[0], finite(sorted[sorted.length - 1] - sorted[0])];
    case "robust":
      return [quantile(sorted, 0.5), finite(quantile(sorted, 0.75) - quantile(sorted, 0.25))];
  }
}

/** A category feature fitted on these rows only, or null when all of them are missing. */
export function fitCategory(
  column: CategoryColumn,
  rows: Int32Array,
  config: PrepareConfig,
  scale: ScaleMethod,
): OneHotFeatureJSON | OrdinalFeatureJSON | null {
  const counts = countCategories(column, rows);
  const known = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (known === 0) return null;
  const fill = fillCategory(counts, config.impute.categorical);
  if (known < rows.length) counts.set(fill, (counts.get(fill) ?? 0) + rows.length - known);
  return config.encode === "ordinal"
    ? ordinal(column.name, fill, counts, scale)
    : oneHot(column.name, fill, counts, config.max_categories);
}

export function countCategories(
  { codes, categories }: CategoryColumn,
  rows: Int32Array,
): Map<string, number> {
  const byCode = new Float64Array(categories.length);
  for (const row of rows) if (codes[row] >= 0) byCode[codes[row]]++;
  return new Map(
    categories.map((category, code): [string, number] => [category, byCode[code]]).filter(([, n]) => n > 0),
  );
}

function fillCategory(
  counts: ReadonlyMap<string, number>,
  impute: PrepareConfig["impute"]["categorical"],
): string {
  return typeof impute === "object" ? impute.constant : byFrequency(counts)[0];
}

/** Most frequent first, equals in the order of their texts. */
function byFrequency(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([category]) => category);
}

function oneHot(
  column: string,
  fill: string,
  counts: ReadonlyMap<string, number>,
  most: number,
): OneHotFeatureJSON {
  const rareFeature = counts.size > most;
  const kept = rareFeature ? byFrequency(counts).slice(0, most - 1) : [...counts.keys()];
  return { kind: "one_hot", column, fill, categories: kept.sort(), rareFeature };
}

function ordinal(
  column: string,
  fill: string,
  counts: ReadonlyMap<string, number>,
  scale: ScaleMethod,
): OrdinalFeatureJSON {
  const categories = [...counts.keys()].sort();
  const codes = Float64Array.from(
    categories.flatMap((each, code) => new Array<number>(counts.get(each)!).fill(code)),
  );
  return { kind: "ordinal", column, fill, categories, ...fitScale(codes, scale) };
}
