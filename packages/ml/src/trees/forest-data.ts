import { sharedBuffer, type CoarseBins, type Quantised } from "./quantise";

/** What every tree of a forest reads; made of shared memory, so threads do not copy it. */
export interface ForestData extends CoarseBins {
  readonly rowCount: number;
  readonly featureCount: number;
  /** Column-major, as in `Quantised`. */
  readonly ranks: Uint16Array;
  /** shape (featureCount): how many cuts each feature has. */
  readonly rankCounts: Int32Array;
  /** Regression: target values. Classification: class indexes. */
  readonly y: Float64Array;
  /** shape (rowCount): how much each row counts; null: 1. */
  readonly weights: Float64Array | null;
  /** Mean of the targets, subtracted while sums are built so that they keep their digits. */
  readonly mean: number;
  /** 0 for regression. */
  readonly classCount: number;
}

export function forestData(
  ranks: Quantised<Uint16Array>,
  coarse: CoarseBins,
  y: Float64Array,
  classCount: number,
  weights: Float64Array | null,
): ForestData {
  const { rowCount, featureCount, codes, cuts } = ranks;
  const rankCounts = new Int32Array(sharedBuffer(4 * featureCount));
  cuts.forEach((cut, feature) => (rankCounts[feature] = cut.length));
  const share = (values: Float64Array) => {
    const shared = new Float64Array(sharedBuffer(8 * rowCount));
    shared.set(values);
    return shared;
  };
  const mean = classCount > 0 ? 0 : y.reduce((sum, value) => sum + value, 0) / y.length;
  return {
    rowCount,
    featureCount,
    ranks: codes,
    rankCounts,
    y: share(y),
    weights: weights && share(weights),
    mean,
    classCount,
    ...coarse,
  };
}

export type Criterion = "squared_error" | "gini" | "entropy";

/** When a tree stops growing; numbers, already resolved from the parameters. */
export interface TreeLimits {
  readonly criterion: Criterion;
  readonly maxDepth: number;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  readonly minImpurityDecrease: number;
  /** Varying features drawn for each node. */
  readonly maxFeatures: number;
}

/** The sampled rows of one tree. */
export interface TreeSample {
  /** Distinct table rows; reordered while the tree grows. */
  readonly rows: Int32Array;
  /** shape (table rows): how often each was drawn, times how much it counts. */
  readonly weights: Float64Array;
  readonly totalWeight: number;
}
