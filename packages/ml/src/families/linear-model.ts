import { z } from "zod";
import { explainFeatures } from "../explain/explain-features";
import type { Explanation, ExplainOptions } from "../explain/explanation";
import type { FittedModel, Task } from "../family";
import type { LinearWeights } from "../linear/moments";
import { scores, sigmoid, softmax } from "../linear/scores";
import type { Matrix } from "../matrix";
import { checkComplete, checkFeatures } from "./check-matrix";
import { modelFromBytes, modelToBytes } from "./json-model";

const stateSchema = z.object({
  task: z.enum(["regression", "classification"]),
  classCount: z.int().min(0),
  featureNames: z.array(z.string()),
  /** Coefficients output by output, then intercepts. */
  weights: z.array(z.number()),
  importance: z.array(z.number()),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});

export type LinearState = z.output<typeof stateSchema>;

export function pack({ coefficients, intercepts }: LinearWeights): number[] {
  return [...coefficients, ...intercepts];
}

/** The scores of every row of a model with one output; shape (rowCount). */
export function linearValues(x: Matrix, weights: readonly number[] | Float64Array): Float64Array {
  const packed = Float64Array.from(weights);
  const score = new Float64Array(1);
  return Float64Array.from({ length: x.rowCount }, (_, row) => {
    scores(x, row, packed, 1, score);
    return score[0];
  });
}

/** Row-major, shape (rowCount, classCount). */
export function probabilities(
  x: Matrix,
  weights: readonly number[] | Float64Array,
  classCount: number,
): Float64Array {
  const proba = new Float64Array(x.rowCount * classCount);
  if (classCount === 2) {
    linearValues(x, weights).forEach((score, row) => {
      proba[row * 2 + 1] = sigmoid(score);
      proba[row * 2] = 1 - proba[row * 2 + 1];
    });
    return proba;
  }
  const packed = Float64Array.from(weights);
  for (let row = 0; row < x.rowCount; row++) {
    const own = proba.subarray(row * classCount, (row + 1) * classCount);
    scores(x, row, packed, classCount, own);
    softmax(own);
  }
  return proba;
}

/** A fitted linear model: its coefficients and intercepts, saved as JSON. */
export class FittedLinear implements FittedModel {
  readonly family = "linear";
  readonly task: Task;
  readonly classCount: number;
  readonly featureNames: readonly string[];
  readonly facts: Readonly<Record<string, string | number>>;
  private readonly weights: Float64Array;

  constructor(private readonly state: LinearState) {
    this.task = state.task;
    this.classCount = state.classCount;
    this.featureNames = state.featureNames;
    this.facts = state.facts;
    this.weights = Float64Array.from(state.weights);
  }

  static load(bytes: Uint8Array): FittedLinear {
    return new FittedLinear(modelFromBytes("linear", bytes, stateSchema));
  }

  predict(x: Matrix): Float64Array {
    if (this.task === "regression") {
      this.check(x);
      return linearValues(x, this.weights);
    }
    const proba = this.predictProba(x);
    return Float64Array.from({ length: x.rowCount }, (_, row) => {
      const own = proba.subarray(row * this.classCount, (row + 1) * this.classCount);
      return own.reduce((best, value, index) => (value > own[best] ? index : best), 0);
    });
  }

  predictProba(x: Matrix): Float64Array {
    this.check(x);
    return probabilities(x, this.weights, this.classCount);
  }

  explain(x: Matrix, options?: ExplainOptions): Promise<Explanation> {
    return explainFeatures(this, x, options);
  }

  importance(): Float64Array {
    return Float64Array.from(this.state.importance);
  }

  save(): Uint8Array {
    return modelToBytes("linear", this.state);
  }

  private check(x: Matrix): void {
    checkFeatures(x, this.featureNames);
    checkComplete(x);
  }
}
