import { firstMissing, SAMPLE_MASK, type SortedCriterion, type SortedSplit } from "./sorted-criterion";

/** Least squares: the gain of a split is the decrease of the weighted sum of squared errors. */
export class SquaredError implements SortedCriterion {
  readonly best: SortedSplit = { gain: Number.NEGATIVE_INFINITY, position: 0, missingLeft: false };
  readonly outputs = 1;
  /** Sum and weight of each sample side by side: they are always read together. */
  private readonly samples: Float64Array;
  private readonly values: Float64Array;
  private sum = 0;
  private weight = 0;

  /** `mean` is what the samples' sums leave out; leaves add it again. */
  constructor(
    private readonly mean: number,
    capacity: number,
  ) {
    this.samples = new Float64Array(2 * capacity);
    this.values = new Float64Array(capacity);
  }

  setSample(sample: number, total: number, weight: number, value: number): void {
    this.samples[2 * sample] = total;
    this.samples[2 * sample + 1] = weight;
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
    const samples = this.samples;
    const mask = SAMPLE_MASK;
    let sum = 0;
    let weight = 0;
    for (let i = from; i < to; i++) {
      const at = (keys[i] & mask) << 1;
      sum += samples[at];
      weight += samples[at + 1];
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
    const { samples, sum, weight } = this;
    // A local copy: bundlers and test runners turn imports into property reads, slow in so short a loop.
    const mask = SAMPLE_MASK;
    let leftSum = 0;
    let leftWeight = 0;
    for (let i = end; i < to; i++) {
      leftSum += samples[(keys[i] & mask) << 1];
      leftWeight += samples[((keys[i] & mask) << 1) + 1];
    }
    const base = (sum * sum) / weight;
    const firstCut = from + minSamplesLeaf - (to - end);
    const lastCut = Math.min(end - 1, end - minSamplesLeaf);
    let bestScore = this.best.gain + base;
    let bestPosition = -1;
    let previous = keys[from];
    leftSum += samples[(previous & mask) << 1];
    leftWeight += samples[((previous & mask) << 1) + 1];
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
      const at = (key & mask) << 1;
      leftSum += samples[at];
      leftWeight += samples[at + 1];
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
