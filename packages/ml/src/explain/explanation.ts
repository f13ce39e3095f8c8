import type { Matrix } from "../matrix";

/**
 * What the values add up to: a regression's value, a probability, or a boosting's raw score before its link (log odds
 * of class 1, or one score a class).
 */
export type ExplainedQuantity = "value" | "probability" | "margin";

/**
 * How: exactly from the trees, the expectation over the training weight in them or over a background table, or by
 * sampling orders of the features over a background table.
 */
export type ExplainMethod = "tree_path_dependent" | "tree_interventional" | "sampling";

/** Shapley values: for every row and output they sum to `predictions - base`. */
export interface Explanation {
  readonly method: ExplainMethod;
  readonly quantity: ExplainedQuantity;
  readonly rowCount: number;
  readonly featureNames: readonly string[];
  /** 1 for regression and for two classes (class 1), else one a class. */
  readonly outputs: number;
  /** The expected prediction; shape (outputs). */
  readonly base: Float64Array;
  /** shape (rowCount, outputs) */
  readonly predictions: Float64Array;
  /** shape (rowCount, outputs, featureCount) */
  readonly values: Float64Array;
}

export interface ExplainOptions {
  /** Rows that stand for what is expected of other data. Trees can do without; every other family needs some. */
  readonly background?: Matrix;
  /** Background rows used at most, drawn by `seed`. */
  readonly maxBackground?: number;
  /** Sampling: pairs of an order of the features and its reverse, for each background row. */
  readonly permutationPairs?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExplainProgress) => void;
}

export interface ExplainProgress {
  readonly done: number;
  readonly total: number;
}

export const EXPLAIN_DEFAULTS = { maxBackground: 100, permutationPairs: 2, seed: 42 } as const;
