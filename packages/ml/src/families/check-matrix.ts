import { InputError, LearningError } from "../errors";
import type { TrainingData } from "../family";
import { featureCount, type Matrix } from "../matrix";

/** Refuses data no family can learn from, before anything is computed. */
export function checkTrainingData({ task, x, y, classCount, validation }: TrainingData): void {
  if (featureCount(x) === 0) throw new LearningError("no_features", "There is no feature to learn from.");
  if (x.rowCount === 0) throw new LearningError("too_few_rows", "There is no row to learn from.");
  if (task === "classification" && classCount < 2) {
    throw new LearningError("target_constant", "A classification needs at least two classes in its target.");
  }
  checkTargets(x, y, task === "classification" ? classCount : 0, "training");
  if (validation)
    checkTargets(validation.x, validation.y, task === "classification" ? classCount : 0, "validation");
}

function checkTargets(x: Matrix, y: Float64Array, classCount: number, side: string): void {
  if (x.data.length !== x.rowCount * featureCount(x) || y.length !== x.rowCount) {
    throw new LearningError("invalid_input", `The ${side} rows, features and targets do not fit together.`);
  }
  const wrong = y.findIndex((value) =>
    classCount > 0 ? !Number.isInteger(value) || value < 0 || value >= classCount : !Number.isFinite(value),
  );
  if (wrong < 0) return;
  const expected = classCount > 0 ? `a class index from 0 to ${classCount - 1}` : "a finite number";
  throw new LearningError(
    "invalid_input",
    `The target of ${side} row ${wrong} is ${y[wrong]}; expected ${expected}.`,
  );
}

/** Refuses rows whose columns are not the model's. */
export function checkFeatures(x: Matrix, featureNames: readonly string[]): void {
  if (featureCount(x) !== featureNames.length) {
    throw new InputError(`The model takes ${featureNames.length} features, got ${featureCount(x)}.`);
  }
  if (x.data.length !== x.rowCount * featureNames.length) {
    throw new InputError(
      `${x.rowCount} rows of ${featureNames.length} features need ${x.rowCount * featureNames.length} values, got ${x.data.length}.`,
    );
  }
}

/** For families that cannot work with missing or infinite values; names the first offending feature and row. */
export function checkComplete({ data, featureNames }: Matrix): void {
  for (let i = 0; i < data.length; i++) {
    if (Number.isFinite(data[i])) continue;
    const facts = { column: featureNames[i % featureNames.length], row: Math.floor(i / featureNames.length) };
    const place = `feature "${facts.column}" in row ${facts.row}`;
    if (Number.isNaN(data[i]))
      throw new LearningError("missing_values", `There is no value for ${place}.`, facts);
    throw new LearningError("invalid_input", `The value of ${place} is infinite.`, facts);
  }
}
