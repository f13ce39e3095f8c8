import type { FittedModel } from "../family";
import type { Matrix } from "../matrix";

/** Numbers an answer is made of: 1 for regression and for two classes (class 1), else one a class. */
export function outputsOf({ task, classCount }: Pick<FittedModel, "task" | "classCount">): number {
  return task === "classification" && classCount > 2 ? classCount : 1;
}

/** Values or probabilities, shape (rowCount, outputs). */
export function answersOf(
  model: Pick<FittedModel, "task" | "classCount" | "predict" | "predictProba">,
  x: Matrix,
): Float64Array {
  if (model.task === "regression") return model.predict(x);
  const proba = model.predictProba(x);
  return model.classCount === 2 ? secondOfEach(proba) : proba;
}

function secondOfEach(pairs: Float64Array): Float64Array {
  const second = new Float64Array(pairs.length / 2);
  for (let i = 0; i < second.length; i++) second[i] = pairs[2 * i + 1];
  return second;
}
