import type { ExplainTableOptions, PredictionExplanation } from "../explain/explain-predictions";
import type { FittedModel, Task, TaskRunner } from "../family";
import type { FittedPreparing, UnseenCategory } from "../preparing/fitted-preparing";
import type { Table } from "../table";
import type { ScoringInput } from "./scoring-input";
import type { Signature } from "./signature";

/** A class as the data called it: its text, or its number where the target is a number column. */
export type ClassLabel = string | number;

/** What training makes and what is bundled: everything between a raw table and an answer. */
export interface TrainedPipeline {
  readonly task: Task;
  readonly target: string;
  /** In the order of the model's class indexes; null for regression. */
  readonly classes: readonly ClassLabel[] | null;
  readonly preparing: FittedPreparing;
  readonly model: FittedModel;
  readonly signature: Signature;
}

export interface PredictOptions {
  /** Classification: also answer each class's probability. */
  readonly probabilities?: boolean;
}

export interface Predictions {
  /** Regression: values. Classification: the data's own class labels. */
  readonly predictions: (number | string)[];
  /** Shape (rowCount, classCount), columns in the order of `classes`; only when asked for. */
  readonly probabilities?: number[][];
  /** Categories that training never saw; empty when there are none. */
  readonly unseen: readonly UnseenCategory[];
}

/** A trained pipeline that answers. */
export interface Predictor extends TrainedPipeline {
  /**
   * A table with the signature's columns. Extra columns are ignored and absent optional ones are missing, as in MLflow.
   * Throws `InputError` naming every missing column, or the columns, rows and types of wrong values.
   */
  validateInput(input: ScoringInput): Table;
  predict(table: Table, options?: PredictOptions): Predictions;
  /** The same predictions as `predict`; those of trees are made on the runner's thread, together with other calls'. */
  predictOn(runner: TaskRunner, table: Table): Promise<Predictions>;
  /**
   * How each column moved each row's prediction (Shapley values). Throws `background_missing` where the model needs
   * background rows and has none: every family but forests and boosting does.
   */
  explain(table: Table, options?: ExplainTableOptions): Promise<PredictionExplanation>;
}

export const PIPELINE_FILE = "pipeline.json";
export const MODEL_FILE = "model.bin";
