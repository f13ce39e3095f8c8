import type { ForestScratch } from "./forest-kernel";
import { firstMissing, SAMPLE_MASK, type SortedCriterion, type SortedSplit } from "./sorted-criterion";

/** Least squares: the gain of a split is the decrease of the weighted sum of squared errors. */
export class SquaredError implements SortedCriterion {
  readonly best: SortedSplit = { gain: Number.NEGATIVE_INFINITY, position: 0, missingLeft: false };
  readonly outputs = 1;
  private readonly samples: Float64Array;
  private readonly values: Float64Array;
  private sum = 0;
  private weight = 0;

  /** `mean` is what the samples' sums leave out; leaves add it again. */
  constructor(
    private readonly mean: number,
    capacity: number,
    private readonly scratch: ForestScratch,
  ) {
    this.samples = scratch.samples;
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

  /** Tries the cuts inside `keys[from..end)`, which lie in the scratch memory; the samples `keys[end..to)` are on the left from the start. */
  private scanCuts(keys: Int32Array, from: number, end: number, to: number, minSamplesLeaf: number): boolean {
    const { samples, sum, weight } = this;
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
    const { scratch, best } = this;
    const bestScore = best.gain + base;
    const position = scratch.bestCut(
      keys,
      from,
      firstCut,
      lastCut,
      sum,
      weight,
      leftSum,
      leftWeight,
      bestScore,
    );
    if (position < 0) return false;
    best.gain = scratch.score - base;
    best.position = position;
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
