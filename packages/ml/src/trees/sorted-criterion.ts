import { MISSING_RANK } from "./quantise";

/**
 * A sample of a node in one integer: `rank << 15 | sample`. Sorted keys are in rank order and say which sample is
 * meant without another look-up.
 */
export const SAMPLE_BITS = 15;
export const MAX_SAMPLES = 1 << SAMPLE_BITS;
export const SAMPLE_MASK = MAX_SAMPLES - 1;
const MISSING_KEY = MISSING_RANK << SAMPLE_BITS;

/** The best split of the node entered last: the samples before `position` (in `feature`'s order) go left. */
export interface SortedSplit {
  /** Weighted decrease of impurity; `-Infinity` while no split is possible. */
  gain: number;
  position: number;
  /** The missing samples, which stand last, go left too. */
  missingLeft: boolean;
}

/** Judges the splits of nodes whose samples are sorted; a node is `keys[from..to)`. */
export interface SortedCriterion {
  readonly best: SortedSplit;
  /** Values in a leaf. */
  readonly outputs: number;
  /**
   * Defines a sample. Regression: `total` is the weighted sum of targets less the mean, `value` the target itself
   * (NaN when several rows with different targets are lumped together). Classification: `total` is the class.
   */
  setSample(sample: number, total: number, weight: number, value: number): void;
  isPure(keys: Int32Array, from: number, to: number): boolean;
  /** Sums the node up and forgets the best split. */
  enter(keys: Int32Array, from: number, to: number): void;
  /** Compares every cut of one feature with the best; true when it found a better one. */
  scan(keys: Int32Array, from: number, to: number, minSamplesLeaf: number): boolean;
  /** Writes the prediction of a node. */
  writeLeaf(keys: Int32Array, from: number, to: number, leaves: Float64Array, at: number): void;
}

/** Where the missing samples of a sorted node start; `to` when there are none. */
export function firstMissing(keys: Int32Array, from: number, to: number): number {
  let first = to;
  while (first > from && keys[first - 1] >= MISSING_KEY) first--;
  return first;
}
