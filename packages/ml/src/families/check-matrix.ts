import { InputError, LearningError } from "../errors";
import type { TrainingData } from "../family";
import { featureCount, type Matrix } from "../matrix";

/** Refuses data no family can learn from, before anything is computed. */
export function checkTrainingData(data: TrainingData): void {
  const { task, x, y, classCount, validation } = data;
  if (featureCount(x) === 0) throw new LearningError("no_features", "There is no feature to learn from.");
  if (x.rowCount === 0) throw new LearningError("too_few_rows", "There is no row to learn from.");
  if (task === "classification" && classCount < 2) {
    throw new LearningError("target_constant", "A classification needs at least two classes in its target.");
  }
  checkTargets(x, y, task === "classification" ? classCount : 0, "training");
  if (validation)
    checkTargets(validation.x, validation.y, task === "classification" ? classCount : 0, "validation");
  if (data.weights) checkWeights(data.weights, x.rowCount);
  checkCategorical(data);
}

function checkWeights(weights: Float64Array, rowCount: number): void {
  if (weights.length !== rowCount) {
    throw new LearningError("invalid_input", `${rowCount} rows have ${weights.length} sample weights.`);
  }
  const row = weights.findIndex((weight) => !Number.isFinite(weight) || weight < 0);
  if (row >= 0) {
    throw new LearningError(
      "invalid_input",
      `The sample weight of row ${row} is ${weights[row]}; expected a finite number from 0 on.`,
      { row, weight: weights[row] },
    );
  }
  if (weights.every((weight) => weight === 0)) {
    throw new LearningError("too_few_rows", "Every sample weight is 0, so there is no row to learn from.");
  }
}

function checkCategorical({ x, classCount, classLabels, categorical = [] }: TrainingData): void {
  if (classLabels && classLabels.length !== classCount) {
    throw new LearningError(
      "invalid_input",
      `There are ${classLabels.length} labels for ${classCount} classes.`,
    );
  }
  for (const { feature, cardinality } of categorical) {
    const known = Number.isInteger(feature) && feature >= 0 && feature < featureCount(x);
    if (known && Number.isInteger(cardinality) && cardinality >= 1) continue;
    throw new LearningError(
      "invalid_input",
      `A category feature needs an index below ${featureCount(x)} and at least one category, got index ${feature} and ${cardinality} categories.`,
      { feature, cardinality },
    );
  }
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

/** The squares of larger values, summed over many rows, are beyond a double. */
const LARGEST_TO_LEARN_FROM = 1e140;

/** For families that multiply features in fitting; complete, and small enough for that. */
export function checkMultipliable(x: Matrix): void {
  checkComplete(x);
  const at = x.data.findIndex((value) => Math.abs(value) > LARGEST_TO_LEARN_FROM);
  if (at < 0) return;
  const width = featureCount(x);
  const facts = { column: x.featureNames[at % width], row: Math.floor(at / width), value: x.data[at] };
  throw new LearningError(
    "invalid_input",
    `The value ${facts.value} of feature "${facts.column}" in row ${facts.row} is too large to learn from; scale the feature.`,
    facts,
  );
}
