import { firstMissing, SAMPLE_MASK, type SortedCriterion, type SortedSplit } from "./sorted-criterion";

/** Least squares: the gain of a split is the decrease of the weighted sum of squared errors. */
export class SquaredError implements SortedCriterion {
  readonly best: SortedSplit = { gain: Number.NEGATIVE_INFINITY, position: 0, missingLeft: false };
  readonly outputs = 1;
  private readonly sums: Float64Array;
  private readonly weights: Float64Array;
  private readonly values: Float64Array;
  private sum = 0;
  private weight = 0;

  /** `mean` is what the samples' sums leave out; leaves add it again. */
  constructor(
    private readonly mean: number,
    capacity: number,
  ) {
    this.sums = new Float64Array(capacity);
    this.weights = new Float64Array(capacity);
    this.values = new Float64Array(capacity);
  }

  setSample(sample: number, total: number, weight: number, value: number): void {
    this.sums[sample] = total;
    this.weights[sample] = weight;
    this.values[sample] = value;
  }

  isPure(keys: Int32Array, from: number, to: number): boolean {
    const values = this.values;
    const mask = SAMPLE_MASK;
    const first = values[keys[from] & mask];
    for (let i = from; i < to; i++) if (values[keys[i] & mask] !== first) return false;
    return true;
  }

  enter(keys: Int32Array, from: number, to: number): void {
    const { sums, weights } = this;
    const mask = SAMPLE_MASK;
    let sum = 0;
    let weight = 0;
    for (let i = from; i < to; i++) {
      const sample = keys[i] & mask;
      sum += sums[sample];
      weight += weights[sample];
    }
    this.sum = sum;
    this.weight = weight;
    this.best.gain = Number.NEGATIVE_INFINITY;
  }

  scan(keys: Int32Array, from: number, to: number, minSamplesLeaf: number): boolean {
    const missing = firstMissing(keys, from, to);
    const found = this.scanCuts(keys, from, to, to, minSamplesLeaf);
    if (missing === to || missing - from < 2) return found;
    return this.scanCuts(keys, from, missing, to, minSamplesLeaf) || found;
  }

  /** Tries the cuts inside `keys[from..end)`; the samples `keys[end..to)` are on the left from the start. */
  private scanCuts(keys: Int32Array, from: number, end: number, to: number, minSamplesLeaf: number): boolean {
    const { sums, weights, sum, weight } = this;
    // A local copy: bundlers and test runners turn imports into property reads, slow in so short a loop.
    const mask = SAMPLE_MASK;
    let leftSum = 0;
    let leftWeight = 0;
    for (let i = end; i < to; i++) {
      leftSum += sums[keys[i] & mask];
      leftWeight += weights[keys[i] & mask];
    }
    const base = (sum * sum) / weight;
    const firstCut = from + minSamplesLeaf - (to - end);
    const lastCut = Math.min(end - 1, end - minSamplesLeaf);
    let bestScore = this.best.gain + base;
    let bestPosition = -1;
    let previous = keys[from];
    leftSum += sums[previous & mask];
    leftWeight += weights[previous & mask];
    for (let i = from + 1; i <= lastCut; i++) {
      const key = keys[i];
      if ((key ^ previous) > mask && i >= firstCut) {
        const rightSum = sum - leftSum;
        const rightWeight = weight - leftWeight;
        // One division where the sum of two fractions would take two.
        const score =
          (leftSum * leftSum * rightWeight + rightSum * rightSum * leftWeight) / (leftWeight * rightWeight);
        if (score > bestScore) {
          bestScore = score;
          bestPosition = i;
        }
      }
      const sample = key & mask;
      leftSum += sums[sample];
      leftWeight += weights[sample];
      previous = key;
    }
    if (bestPosition < 0) return false;
    this.best.gain = bestScore - base;
    this.best.position = bestPosition;
    this.best.missingLeft = end < to;
    return true;
  }

  writeLeaf(keys: Int32Array, from: number, to: number, leaves: Float64Array, at: number): void {
    const value = this.values[keys[from] & SAMPLE_MASK];
    if (this.isPure(keys, from, to)) {
      leaves[at] = value;
      return;
    }
    this.enter(keys, from, to);
    leaves[at] = this.mean + this.sum / this.weight;
  }
}
