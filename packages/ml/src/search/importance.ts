import { LearningError } from "../errors";
import { randomForest } from "../families/random-forest";
import type { FitContext } from "../family";
import type { Matrix } from "../matrix";
import { distributionOf, observed, valueCount } from "./distribution";
import type { SearchSpace } from "./space";
import type { Trial } from "./trial";

/** Optuna's MeanDecreaseImpurityImportanceEvaluator has the same. */
const TREES = 64;
const MAX_DEPTH = 64;

export interface ParamImportance {
  readonly param: string;
  /** Share of what all parameters explain; the shares sum to 1, or are all 0 where the values do not differ. */
  readonly importance: number;
}

/**
 * How much each parameter decides the value: the mean decrease in impurity of a random forest that learns the complete
 * trials' values from their parameters, as in Optuna. Choices are one column each, their importances summed; a parameter
 * that a trial does not have is missing there. Falling by importance. Throws `too_few_rows` with fewer than 2 trials.
 */
export async function paramImportances(
  space: SearchSpace,
  trials: readonly Trial[],
  context: FitContext,
): Promise<ParamImportance[]> {
  const usable = trials.filter(({ state, value }) => state === "complete" && Number.isFinite(value));
  if (usable.length < 2) {
    throw new LearningError("too_few_rows", "Importances need at least 2 complete trials.", {
      trials: usable.length,
    });
  }
  const names = Object.keys(space).filter((name) => valueCount(distributionOf(space[name])) > 1);
  if (names.length === 0) return [];
  const { x, paramOf } = encode(space, names, usable);
  const forest = await randomForest.fit(
    { task: "regression", x, y: Float64Array.from(usable, ({ value }) => value ?? NaN), classCount: 0 },
    randomForest.params.parse({ n_estimators: TREES, max_depth: MAX_DEPTH }),
    context,
  );
  const sums = new Map(names.map((name) => [name, 0]));
  forest
    .importance()
    ?.forEach((share, feature) => sums.set(paramOf[feature], (sums.get(paramOf[feature]) ?? 0) + share));
  return [...sums]
    .map(([param, importance]) => ({ param, importance }))
    .sort((a, b) => b.importance - a.importance || names.indexOf(a.param) - names.indexOf(b.param));
}

function encode(
  space: SearchSpace,
  names: readonly string[],
  trials: readonly Trial[],
): { x: Matrix; paramOf: string[] } {
  const columns = names.flatMap((param) => {
    const distribution = distributionOf(space[param]);
    const codes = trials.map(({ params }) =>
      Object.hasOwn(params, param) ? (observed(distribution, params[param]) ?? NaN) : NaN,
    );
    if (distribution.kind === "number") return [{ param, feature: param, values: codes }];
    return distribution.choices.map((choice, index) => ({
      param,
      feature: `${param}=${JSON.stringify(choice)}`,
      values: codes.map((code) => (Number.isNaN(code) ? NaN : Number(code === index))),
    }));
  });
  const data = new Float64Array(trials.length * columns.length);
  columns.forEach(({ values }, column) =>
    values.forEach((value, row) => (data[row * columns.length + column] = value)),
  );
  return {
    x: { rowCount: trials.length, featureNames: columns.map(({ feature }) => feature), data },
    paramOf: columns.map(({ param }) => param),
  };
}
