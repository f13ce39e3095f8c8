import { LearningError } from "../errors";
import { featureCount, type Matrix } from "../matrix";
import { createRandom } from "../random";
import { EXPLAIN_DEFAULTS } from "./explanation";

/** At most `most` of the row numbers 0..rowCount-1, drawn without replacement, ascending. */
export function drawRows(rowCount: number, most: number, seed: number): Int32Array {
  const rows = Int32Array.from({ length: rowCount }, (_, row) => row);
  if (rowCount <= most) return rows;
  return createRandom(seed).fork("background").shuffle(rows).slice(0, most).sort();
}

/** The background rows that are used. Throws `background_missing` when there is none. */
export function drawBackground(
  background: Matrix,
  {
    maxBackground = EXPLAIN_DEFAULTS.maxBackground,
    seed = EXPLAIN_DEFAULTS.seed,
  }: { maxBackground?: number; seed?: number },
): Matrix {
  if (background.rowCount === 0) throw backgroundMissing();
  return takeRows(background, drawRows(background.rowCount, Math.max(1, maxBackground), seed));
}

/** These rows in this order. */
export function takeRows(x: Matrix, rows: Int32Array): Matrix {
  const width = featureCount(x);
  const data = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++)
    data.set(x.data.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
  return { ...x, rowCount: rows.length, data };
}

export function backgroundMissing(): LearningError {
  return new LearningError(
    "background_missing",
    "Explaining this model needs background rows, for example some of its training rows.",
  );
}
