import type { ClassLabel, PredictionExplanation, Predictor } from "@pipepilot/ml";
import { isLearningError } from "@pipepilot/ml/errors";
import type { Table } from "@pipepilot/ml/table";
import { invalidValue } from "../scoring-error";

/** What moved one answer away from the one expected of any row: `base` and all contributions sum to `prediction`. */
export interface RowExplanation {
  /** What is explained: a regression's value, a probability, or the score behind one (log odds). */
  readonly quantity: PredictionExplanation["quantity"];
  /** The class it is explained for: the second of two, otherwise the one the model finds likeliest; null for regression. */
  readonly class: ClassLabel | null;
  readonly base: number;
  readonly prediction: number;
  /** In the order of the model's columns. */
  readonly contributions: readonly { readonly column: string; readonly value: number }[];
}

/** Explains every row of a valid table. @throws ScoringError where the family cannot be explained; the signal's reason */
export async function explainRows(
  predictor: Predictor,
  table: Table,
  signal: AbortSignal,
): Promise<RowExplanation[]> {
  const explained = await predictor.explain(table, { signal }).catch((error: unknown) => {
    if (!isLearningError(error) || error.code !== "background_missing") throw error;
    throw invalidValue(
      `This ${predictor.model.family} model cannot be explained here. Forests and boosted trees can, since they keep what is expected of other rows; train one to see reasons.`,
    );
  });
  return Array.from({ length: explained.rowCount }, (_, row) => explainRow(explained, row));
}

function explainRow(
  { quantity, outputs, classes, base, predictions, columns, values }: PredictionExplanation,
  row: number,
): RowExplanation {
  const own = predictions.subarray(row * outputs, (row + 1) * outputs);
  const output = own.reduce((best, value, at) => (value > own[best] ? at : best), 0);
  const start = (row * outputs + output) * columns.length;
  return {
    quantity,
    class: classes?.[output] ?? null,
    base: base[output],
    prediction: own[output],
    contributions: columns.map((column, at) => ({ column, value: values[start + at] })),
  };
}
