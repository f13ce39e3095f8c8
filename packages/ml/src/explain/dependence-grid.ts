import { LearningError } from "../errors";
import { quantile } from "../preparing/statistics";
import type { CategoryColumn, Column } from "../table";

/**
 * The values a column is set to: of numbers all distinct ones, or where those are more than `most` so many quantiles
 * between the given two; of categories the most frequent ones, in the column's order. Throws `invalid_input` for a
 * column without a value.
 */
export function dependenceGrid(
  source: Column,
  most: number,
  [low, high]: readonly [number, number],
): readonly (number | string)[] {
  if (!(most >= 2 && low >= 0 && low < high && high <= 1)) {
    throw new LearningError(
      "invalid_parameter",
      "A grid takes at least 2 values between two quantiles in 0..1.",
      {
        parameter: most >= 2 ? "percentiles" : "gridResolution",
      },
    );
  }
  const grid =
    source.kind === "number" ? numberGrid(source.values, most, low, high) : categoryGrid(source, most);
  if (grid.length > 0) return grid;
  throw new LearningError("invalid_input", `The column "${source.name}" has no value to follow.`, {
    column: source.name,
  });
}

function numberGrid(values: Float64Array, most: number, low: number, high: number): number[] {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return [];
  const distinct: number[] = [];
  for (let i = 0; i < sorted.length && distinct.length <= most; i++)
    if (i === 0 || sorted[i] !== sorted[i - 1]) distinct.push(sorted[i]);
  if (distinct.length <= most) return distinct;
  const points = Array.from({ length: Math.floor(most) }, (_, i) =>
    quantile(sorted, low + ((high - low) * i) / (Math.floor(most) - 1)),
  );
  return [...new Set(points)];
}

function categoryGrid({ codes, categories }: CategoryColumn, most: number): string[] {
  const counts = new Map<number, number>();
  for (const code of codes) if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  const frequent = [...counts].sort(([a, m], [b, n]) => n - m || a - b).slice(0, Math.floor(most));
  return frequent
    .map(([code]) => code)
    .sort((a, b) => a - b)
    .map((code) => categories[code]);
}
