import { z } from "zod";
import { baselineSpace } from "../search/family-spaces";
import { LearningError } from "../errors";
import { explainFeatures } from "../explain/explain-features";
import type { Explanation, ExplainOptions } from "../explain/explanation";
import type { FittedModel, ModelFamily, Task, TrainingData } from "../family";
import type { Matrix } from "../matrix";
import { modelFromBytes, modelToBytes } from "./json-model";

const STRATEGIES: Record<Task, readonly string[]> = {
  regression: ["mean", "median"],
  classification: ["most_frequent", "prior"],
};

const paramsSchema = z.strictObject({
  strategy: z
    .enum(["auto", "mean", "median", "most_frequent", "prior"])
    .default("auto")
    .describe("What is always answered; auto is the mean of values and the prior of classes"),
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
  async fit(data, params, { signal, onProgress }) {
    signal?.throwIfAborted();
    const strategy = chooseStrategy(data.task, params.strategy);
    const answer = data.task === "regression" ? [center(data.y, strategy)] : classShares(data, strategy);
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
    `The strategy ${strategy} is not for ${task}; choose ${STRATEGIES[task].join(" or ")}.`,
    { parameter: "strategy", value: strategy, task },
  );
}

function center(y: Float64Array, strategy: string): number {
  if (strategy === "mean") return y.reduce((sum, value) => sum + value, 0) / y.length;
  const sorted = y.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function classShares({ y, classCount }: TrainingData, strategy: string): number[] {
  const counts = new Array<number>(classCount).fill(0);
  for (const index of y) counts[index]++;
  const most = counts.indexOf(Math.max(...counts));
  return counts.map((count, index) => (strategy === "prior" ? count / y.length : Number(index === most)));
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
