import type { CategoryColumn } from "../table";
import { categoryFill, type CategoryFill, type OneHotOptions, type ScaleMethod } from "./column-options";
import type { PrepareConfig } from "./config";
import { fitScale } from "./fit-scale";
import type { OneHotFeatureJSON, OrdinalFeatureJSON } from "./fitted-preparing";

/** What training knows of a category column. */
export interface KnownCategories {
  readonly column: string;
  /** What stands for a missing value, null for nothing. */
  readonly fill: string | null;
  /** Rows of every category, those that were filled included. */
  readonly counts: ReadonlyMap<string, number>;
  readonly rowCount: number;
}

/** The categories of these rows only, or null when all of them are missing. */
export function knownCategories(
  column: CategoryColumn,
  rows: Int32Array,
  config: PrepareConfig,
): KnownCategories | null {
  const counts = countCategories(column, rows);
  const known = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (known === 0) return null;
  const fill = fillCategory(counts, categoryFill(config, column.name));
  if (known < rows.length && fill !== null) counts.set(fill, (counts.get(fill) ?? 0) + rows.length - known);
  return { column: column.name, fill, counts, rowCount: rows.length };
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

function fillCategory(counts: ReadonlyMap<string, number>, impute: CategoryFill): string | null {
  if (typeof impute === "object") return impute.constant;
  return impute === "none" ? null : byFrequency(counts)[0];
}

/** Most frequent first, equals in the order of their texts. */
function byFrequency(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([category]) => category);
}

/** Categories that are rare, or beyond the limit, share one more feature. */
export function fitOneHot(
  { column, fill, counts, rowCount }: KnownCategories,
  { max_categories, min_frequency = 0 }: OneHotOptions,
): OneHotFeatureJSON {
  const least = min_frequency < 1 ? min_frequency * rowCount : min_frequency;
  const frequent = [...counts].filter(([, count]) => count >= least).map(([category]) => category);
  const rareFeature = frequent.length < counts.size || counts.size > max_categories;
  const most = max_categories - (rareFeature ? 1 : 0);
  const kept =
    frequent.length > most
      ? byFrequency(counts)
          .filter((category) => counts.get(category)! >= least)
          .slice(0, most)
      : frequent;
  return { kind: "one_hot", column, fill, categories: kept.sort(), rareFeature };
}

export function fitOrdinal(
  { column, fill, counts }: KnownCategories,
  scale: ScaleMethod,
): OrdinalFeatureJSON {
  const categories = [...counts.keys()].sort();
  const codes = new Float64Array([...counts.values()].reduce((sum, count) => sum + count, 0));
  let at = 0;
  categories.forEach((each, code) => codes.fill(code, at, (at += counts.get(each)!)));
  return { kind: "ordinal", column, fill, categories, ...fitScale(codes, scale) };
}
