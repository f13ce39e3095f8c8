import type { ZodType } from "zod";
import type { Explanation, ExplainOptions } from "./explain/explanation";
import type { Matrix } from "./matrix";
import type { LoadTensorFlow } from "./neural/tensorflow";
import type { SearchSpace } from "./search/space";

export type Task = "regression" | "classification";

/** Every model family by its id; a new family starts with a line here and stops compiling until it is in `families/index.ts`. */
export type FamilyId = "random_forest" | "gradient_boosting" | "linear" | "neural_network" | "baseline";

/** What a family learns from. Regression: `y` holds values. Classification: `y` holds class indexes 0..classCount-1. */
export interface TrainingData {
  readonly task: Task;
  readonly x: Matrix;
  /** shape (rowCount) */
  readonly y: Float64Array;
  /** 0 for regression */
  readonly classCount: number;
  /** Labels by class index, shape (classCount), for parameters that name classes; absent: a class is named by its index. */
  readonly classLabels?: readonly (string | number)[];
  /** How much each row counts, finite and not negative, shape (rowCount): 2 is as good as the row twice, 0 as without it. */
  readonly weights?: Float64Array;
  /** Features that hold category codes 0..cardinality-1; any other value, NaN too, is a category that has no code. */
  readonly categorical?: readonly CategoricalFeature[];
  /** Rows kept aside for early stopping and for live validation metrics; never learned from. */
  readonly validation?: { readonly x: Matrix; readonly y: Float64Array };
}

export interface CategoricalFeature {
  /** Index into the features of `x`. */
  readonly feature: number;
  readonly cardinality: number;
}

export interface FitProgress {
  /** Trees, iterations or epochs finished. */
  readonly done: number;
  readonly total: number;
  /** Metrics known at this point, e.g. `{ train_loss: 0.2, validation_loss: 0.3 }`. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** Runs named, pure tasks, in order-preserving fashion, on however many threads it has. */
export interface TaskRunner {
  readonly threads: number;
  /** Results come in the order of the payloads. `task` names an entry of `parallel/tasks.ts`. */
  run<Payload, Result>(
    task: string,
    payloads: readonly Payload[],
    options?: { signal?: AbortSignal; onResult?: (index: number, result: Result) => void },
  ): Promise<Result[]>;
}

export interface FitContext {
  readonly seed: number;
  /** Absent: everything runs on the calling thread. The fitted bytes never depend on it. */
  readonly runner?: TaskRunner;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FitProgress) => void;
  /** TF.js with the backend to train networks on; absent: its plain JavaScript backend, which runs anywhere. */
  readonly loadTensorFlow?: LoadTensorFlow;
}

export interface FittedModel {
  readonly family: FamilyId;
  readonly task: Task;
  readonly classCount: number;
  readonly featureNames: readonly string[];
  /** Extra facts worth recording with the run, e.g. `{ backend: "wasm" }` or the number of iterations kept. */
  readonly facts: Readonly<Record<string, string | number>>;
  /** Regression: values, shape (rowCount). Classification: class indexes, shape (rowCount). */
  predict(x: Matrix): Float64Array;
  /** The same answers as `predict`, on the runner's thread; absent where a family has nothing to gain from one. */
  predictOn?(runner: TaskRunner, x: Matrix): Promise<Float64Array>;
  /** Classification only: row-major, shape (rowCount, classCount), every row sums to 1. */
  predictProba(x: Matrix): Float64Array;
  /** Non-negative, sums to 1 (or all 0); shape (featureCount). Null where the family has none. */
  importance(): Float64Array | null;
  /**
   * How each feature moved each row's prediction: Shapley values. Throws `background_missing` where the family, or a
   * tree model from before it kept the training weights of its leaves, needs background rows and has none.
   */
  explain(x: Matrix, options?: ExplainOptions): Promise<Explanation>;
  /** Self-contained bytes; the same seed, data and parameters give the same bytes. */
  save(): Uint8Array;
}

export interface ModelFamily<Params = Record<string, unknown>> {
  readonly id: FamilyId;
  /** For people: "Random forest". */
  readonly title: string;
  readonly tasks: readonly Task[];
  /** scikit-learn's names and defaults; unknown keys are errors; `.describe()` on every key feeds the form. */
  readonly params: ZodType<Params>;
  /** Where a search looks when it is not told; every value fits `params`. */
  searchSpace(task: Task): SearchSpace;
  fit(data: TrainingData, params: Params, context: FitContext): Promise<FittedModel>;
  load(bytes: Uint8Array): FittedModel;
}
