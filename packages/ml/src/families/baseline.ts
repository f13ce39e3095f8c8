import { z } from "zod";
import { baselineSpace } from "../search/family-spaces";
import { LearningError, listNames } from "../errors";
import { explainFeatures } from "../explain/explain-features";
import type { Explanation, ExplainOptions } from "../explain/explanation";
import type { FittedModel, ModelFamily, Task, TrainingData } from "../family";
import type { Matrix } from "../matrix";
import { checkTrainingData } from "./check-matrix";
import { modelFromBytes, modelToBytes } from "./json-model";
import { weightedRows } from "./weighted-rows";

/** As the largest target there may be. */
const LARGEST_TARGET = 1e140;

const STRATEGIES: Record<Task, readonly string[]> = {
  regression: ["mean", "median", "constant"],
  classification: ["most_frequent", "prior", "constant"],
};

const paramsSchema = z.strictObject({
  strategy: z
    .enum(["auto", "mean", "median", "most_frequent", "prior", "constant"])
    .default("auto")
    .describe("What is always answered; auto is the mean of values and the prior of classes"),
  constant: z
    .union([z.number().min(-LARGEST_TARGET).max(LARGEST_TARGET), z.string().min(1)])
    .nullable()
    .default(null)
    .describe("The value or class label that the strategy constant answers; empty with every other"),
});

type BaselineParams = z.output<typeof paramsSchema>;

const stateSchema = z.object({
  task: z.enum(["regression", "classification"]),
  strategy: z.string(),
  featureNames: z.array(z.string()),
  /** Regression: the one answer. Classification: one probability per class. */
  answer: z.array(z.number()).min(1),
});

type BaselineState = z.output<typeof stateSchema>;

/** Answers the same whatever it is asked, as scikit-learn's Dummy estimators: what every other model has to beat. */
export const baseline: ModelFamily<BaselineParams> = {
  id: "baseline",
  title: "Baseline",
  tasks: ["regression", "classification"],
  params: paramsSchema,
  searchSpace: baselineSpace,
  async fit(given, params, { signal, onProgress }) {
    signal?.throwIfAborted();
    checkTrainingData(given);
    const data = weightedRows(given);
    const strategy = chooseStrategy(data.task, params.strategy);
    const answer =
      data.task === "regression"
        ? [center(data, strategy, params.constant)]
        : classShares(data, strategy, params.constant);
    onProgress?.({ done: 1, total: 1, metrics: {} });
    return new FittedBaseline({ task: data.task, strategy, featureNames: [...data.x.featureNames], answer });
  },
  load: (bytes) => new FittedBaseline(modelFromBytes("baseline", bytes, stateSchema)),
};

function chooseStrategy(task: Task, strategy: BaselineParams["strategy"]): string {
  if (strategy === "auto") return task === "regression" ? "mean" : "prior";
  if (STRATEGIES[task].includes(strategy)) return strategy;
  throw new LearningError(
    "invalid_parameter",
    `The strategy ${strategy} is not for ${task}; choose ${STRATEGIES[task].slice(0, -1).join(", ")} or ${STRATEGIES[task].at(-1)}.`,
    { parameter: "strategy", value: strategy, task },
  );
}

function center(
  { y, weights }: TrainingData,
  strategy: string,
  constant: BaselineParams["constant"],
): number {
  if (strategy === "median") return weightedMedian(y, weights);
  if (strategy === "constant") return constantValue(constant);
  const total = weights ? sum(weights) : y.length;
  return y.reduce((so, value, row) => so + value * (weights?.[row] ?? 1), 0) / total;
}

function constantValue(constant: BaselineParams["constant"]): number {
  if (typeof constant === "number") return constant;
  throw refused(
    `The strategy constant of a regression needs a number as its constant, not ${constant}.`,
    constant,
  );
}

/** The value up to which half of the weight lies; in the middle of two where that is exactly so. */
function weightedMedian(y: Float64Array, weights?: Float64Array): number {
  const order = Int32Array.from(y.keys()).sort((a, b) => y[a] - y[b]);
  const half = (weights ? sum(weights) : y.length) / 2;
  let below = 0;
  for (let at = 0; at < order.length - 1; at++) {
    below += weights?.[order[at]] ?? 1;
    if (below === half) return y[order[at]] / 2 + y[order[at + 1]] / 2;
    if (below > half) return y[order[at]];
  }
  return y[order[order.length - 1]];
}

function classShares(data: TrainingData, strategy: string, constant: BaselineParams["constant"]): number[] {
  const counts = new Float64Array(data.classCount);
  data.y.forEach((index, row) => (counts[index] += data.weights?.[row] ?? 1));
  const total = sum(counts);
  if (strategy === "prior") return Array.from(counts, (count) => count / total);
  const chosen = strategy === "constant" ? constantClass(data, constant) : largestAt(counts);
  return Array.from(counts, (_, index) => Number(index === chosen));
}

function constantClass(
  { classCount, classLabels }: TrainingData,
  constant: BaselineParams["constant"],
): number {
  const labels = classLabels?.map(String) ?? Array.from({ length: classCount }, (_, k) => String(k));
  const index = labels.indexOf(String(constant));
  if (index >= 0) return index;
  throw refused(`The constant ${constant} is no class of the target: ${listNames(labels)}.`, constant);
}

function refused(message: string, value: BaselineParams["constant"]): LearningError {
  return new LearningError("invalid_parameter", message, { parameter: "constant", value });
}

function largestAt(values: Float64Array): number {
  return values.reduce((best, value, index) => (value > values[best] ? index : best), 0);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

class FittedBaseline implements FittedModel {
  readonly family = "baseline";
  readonly task: Task;
  readonly classCount: number;
  readonly featureNames: readonly string[];
  readonly facts: Readonly<Record<string, string>>;

  constructor(private readonly state: BaselineState) {
    this.task = state.task;
    this.classCount = state.task === "classification" ? state.answer.length : 0;
    this.featureNames = state.featureNames;
    this.facts = { strategy: state.strategy };
  }

  predict(x: Matrix): Float64Array {
    const { task, answer } = this.state;
    return new Float64Array(x.rowCount).fill(
      task === "regression" ? answer[0] : answer.indexOf(Math.max(...answer)),
    );
  }

  predictProba(x: Matrix): Float64Array {
    if (this.task === "regression") return new Float64Array();
    const proba = new Float64Array(x.rowCount * this.classCount);
    for (let row = 0; row < x.rowCount; row++) proba.set(this.state.answer, row * this.classCount);
    return proba;
  }

  explain(x: Matrix, options?: ExplainOptions): Promise<Explanation> {
    return explainFeatures(this, x, options);
  }

  importance(): null {
    return null;
  }

  save(): Uint8Array {
    return modelToBytes("baseline", this.state);
  }
}
