import { LearningError } from "../errors";
import type { ClassLabel, TrainedPipeline } from "../predictor/predictor";
import { cellValue, column, type Table } from "../table";

/** The rows whose true answer is known and is one the pipeline can give, and those answers; shapes (rows). */
export function knownTarget(
  { target, classes }: Pick<TrainedPipeline, "target" | "classes">,
  table: Table,
): { rows: Int32Array; y: Float64Array } {
  const source = column(table, target);
  const indexOf = classes && new Map<ClassLabel, number>(classes.map((label, index) => [label, index]));
  const y = new Float64Array(table.rowCount);
  for (let row = 0; row < y.length; row++) {
    const value = cellValue(source, row);
    const number = typeof value === "number" && Number.isFinite(value) ? value : NaN;
    y[row] = indexOf ? (value === null ? NaN : (indexOf.get(value) ?? NaN)) : number;
  }
  const rows = Int32Array.from(y.keys()).filter((row) => !Number.isNaN(y[row]));
  if (rows.length === 0) {
    throw new LearningError("target_all_missing", `The target "${target}" has no value the model knows.`, {
      column: target,
    });
  }
  return { rows, y: Float64Array.from(rows, (row) => y[row]) };
}
