import type { Random } from "../random";
import type { ForestData, TreeSample } from "./forest-data";
import type { ForestScratch } from "./forest-kernel";
import { MISSING_BIN, MISSING_RANK } from "./quantise";
import { MAX_SAMPLES, SAMPLE_BITS, type SortedCriterion } from "./sorted-criterion";

export interface RankSplit {
  readonly feature: number;
  /** Ranks up to `cut` go left. */
  readonly cut: number;
  /** Null where no side was learned: missing rows follow the larger side. */
  readonly missingLeft: boolean | null;
  readonly gain: number;
}

/**
 * Splits for nodes too large to sort: a histogram over at most 255 bins lumps the rows of each bin (and class)
 * into one sample, and the criterion compares the cuts between bins.
 */
export class HistogramSearch {
  private readonly channels: number;
  private readonly binsPerGroup: number;
  private readonly histogram: Float64Array;
  private readonly gathered: Float64Array;
  private readonly counts = new Int32Array(256);
  private readonly keys: Int32Array;
  private keyCount = 0;

  constructor(
    private readonly data: ForestData,
    private readonly sample: TreeSample,
    private readonly criterion: SortedCriterion,
    private readonly minSamplesLeaf: number,
    scratch: ForestScratch,
  ) {
    this.keys = scratch.lumped;
    this.channels = data.classCount > 0 ? data.classCount : 2;
    // With very many classes neighbouring bins are lumped so that every (group, class) has a sample number.
    this.binsPerGroup = Math.ceil((256 * this.channels) / (MAX_SAMPLES - 2 * this.channels));
    this.histogram = new Float64Array(256 * this.channels);
    this.gathered = new Float64Array(this.channels);
  }

  /** The node as one sample (per class), for the criterion's leaf. */
  writeLeaf(start: number, end: number, leaves: Float64Array, at: number): void {
    const { rows, weights } = this.sample;
    const { y, mean, classCount } = this.data;
    const totals = new Float64Array(Math.max(1, classCount));
    let weight = 0;
    for (let i = start; i < end; i++) {
      const row = rows[i];
      if (classCount > 0) totals[y[row]] += weights[row];
      else totals[0] += (y[row] - mean) * weights[row];
      weight += weights[row];
    }
    const value = this.isPure(start, end) ? y[rows[start]] : Number.NaN;
    if (classCount === 0) this.criterion.setSample(0, totals[0], weight, value);
    else totals.forEach((total, k) => this.criterion.setSample(k, k, total, k));
    const keys = Int32Array.from(totals, (_, sample) => sample);
    this.criterion.writeLeaf(keys, 0, keys.length, leaves, at);
  }

  isPure(start: number, end: number): boolean {
    const rows = this.sample.rows;
    const y = this.data.y;
    for (let i = start + 1; i < end; i++) if (y[rows[i]] !== y[rows[start]]) return false;
    return true;
  }

  /** The best split over the given features, or null when none can be cut. */
  search(features: Int32Array, wanted: number, random: Random, start: number, end: number): RankSplit | null {
    const { criterion, keys } = this;
    const drawsEach = wanted < features.length;
    let best: RankSplit | null = null;
    let bestGain = Number.NEGATIVE_INFINITY;
    let varying = 0;
    for (let tried = 0; tried < features.length && varying < wanted; tried++) {
      const other = drawsEach ? tried + random.int(features.length - tried) : tried;
      const feature = features[other];
      features[other] = features[tried];
      features[tried] = feature;
      this.fill(feature, start, end);
      const keyCount = this.lump(end - start);
      if (keyCount === 0) continue;
      varying++;
      criterion.enter(keys, 0, keyCount);
      if (!criterion.scan(keys, 0, keyCount, 1) || criterion.best.gain <= bestGain) continue;
      bestGain = criterion.best.gain;
      const right = keys[criterion.best.position] >>> SAMPLE_BITS;
      const anyMissing = keys[keyCount - 1] >>> SAMPLE_BITS === MISSING_RANK;
      const missingLeft = anyMissing ? criterion.best.missingLeft : null;
      best = { feature, cut: this.cutBefore(feature, right), missingLeft, gain: bestGain };
    }
    return best;
  }

  private cutBefore(feature: number, bin: number): number {
    if (bin === MISSING_RANK) return this.data.rankCounts[feature] - 1;
    return this.data.lastRank[feature * 256 + bin - 1];
  }

  private fill(feature: number, start: number, end: number): void {
    const { histogram, counts, channels } = this;
    const { rows, weights } = this.sample;
    const { bins, y, mean, classCount, rowCount } = this.data;
    const offset = feature * rowCount;
    histogram.fill(0);
    counts.fill(0);
    for (let i = start; i < end; i++) {
      const row = rows[i];
      const bin = bins[offset + row];
      const weight = weights[row];
      counts[bin]++;
      if (classCount > 0) histogram[bin * channels + y[row]] += weight;
      else {
        histogram[2 * bin] += (y[row] - mean) * weight;
        histogram[2 * bin + 1] += weight;
      }
    }
  }

  /**
   * Turns the histogram into sorted samples and returns how many; 0 when fewer than two groups are left. Bins at
   * both ends are lumped until they hold `minSamplesLeaf` rows, so that no cut makes a smaller child; missing
   * rows too few for a child of their own are left out (they follow the larger side).
   */
  private lump(size: number): number {
    const { counts, minSamplesLeaf: least, binsPerGroup } = this;
    const missing = counts[MISSING_BIN];
    const values = size - missing;
    let before = 0;
    let group = -1;
    let groups = 0;
    this.keyCount = 0;
    for (let bin = 0; bin < MISSING_BIN; bin++) {
      if (counts[bin] === 0) continue;
      const cutsHere = before >= least && values - before >= least && bin - group >= binsPerGroup;
      if (group < 0 || cutsHere) {
        if (group >= 0) this.flush(group);
        group = bin;
        groups++;
      }
      this.gather(bin);
      before += counts[bin];
    }
    if (group >= 0) this.flush(group);
    if (missing >= least && missing > 0) {
      this.gather(MISSING_BIN);
      this.flush(MISSING_RANK);
      groups++;
    }
    return groups < 2 ? 0 : this.keyCount;
  }

  private gather(bin: number): void {
    const { gathered, histogram, channels } = this;
    for (let channel = 0; channel < channels; channel++)
      gathered[channel] += histogram[bin * channels + channel];
  }

  /** Adds the gathered bins to the samples, under the code of their first bin. */
  private flush(code: number): void {
    const { gathered, criterion, keys } = this;
    if (this.data.classCount === 0) {
      criterion.setSample(this.keyCount, gathered[0], gathered[1], Number.NaN);
      keys[this.keyCount] = (code << SAMPLE_BITS) | this.keyCount;
      this.keyCount++;
    } else {
      for (let k = 0; k < gathered.length; k++) {
        if (gathered[k] === 0) continue;
        criterion.setSample(this.keyCount, k, gathered[k], k);
        keys[this.keyCount] = (code << SAMPLE_BITS) | this.keyCount;
        this.keyCount++;
      }
    }
    gathered.fill(0);
  }
}
