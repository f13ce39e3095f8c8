import type { BinnedTable } from "./boosting-data";
import type { GradientHistogram } from "./gradient-histogram";

export interface GradientSplit {
  readonly feature: number;
  /** Bins up to `cut` go left. */
  readonly cut: number;
  readonly missingLeft: boolean;
  /** Decrease of the loss, twice over: `GL²/(HL+λ) + GR²/(HR+λ) - G²/(H+λ)`. */
  readonly gain: number;
  readonly leftGradient: number;
  readonly leftHessian: number;
}

export interface LeafTotals {
  readonly count: number;
  readonly gradient: number;
  readonly hessian: number;
}

export interface GradientSplitLimits {
  readonly minSamplesLeaf: number;
  readonly l2: number;
}

/** Below this a side has no curvature to step by (scikit-learn's min_hessian_to_split). */
const MIN_HESSIAN = 1e-3;

/** Finds the best cut of one feature's histogram, with missing values on either side where there are any. */
export class GradientSplitSearch {
  private feature = -1;
  private cut = 0;
  private missingLeft = false;
  private gain = 0;
  private leftGradient = 0;
  private leftHessian = 0;

  constructor(
    private readonly table: BinnedTable,
    private readonly limits: GradientSplitLimits,
  ) {}

  /** The best split over `features[0..wanted)`, or null when none lowers the loss. */
  best(
    histogram: GradientHistogram,
    totals: LeafTotals,
    features: Int32Array,
    wanted: number,
  ): GradientSplit | null {
    this.feature = -1;
    this.gain = 0;
    for (let i = 0; i < wanted; i++) {
      const feature = features[i];
      const missingBin = this.table.binStarts[feature + 1] - 1;
      const missing = this.countOf(histogram, missingBin);
      this.scan(histogram, totals, feature, missing, false);
      if (missing > 0) this.scan(histogram, totals, feature, missing, true);
    }
    if (this.feature < 0) return null;
    const { feature, cut, missingLeft, gain, leftGradient, leftHessian } = this;
    return { feature, cut, missingLeft, gain, leftGradient, leftHessian };
  }

  private countOf({ sums, counts }: GradientHistogram, bin: number): number {
    return counts.length === 0 ? sums[2 * bin + 1] : counts[bin];
  }

  private scan(
    { sums, counts }: GradientHistogram,
    { count, gradient, hessian }: LeafTotals,
    feature: number,
    missing: number,
    missingLeft: boolean,
  ): void {
    const { minSamplesLeaf, l2 } = this.limits;
    const unit = counts.length === 0;
    const first = this.table.binStarts[feature];
    const missingBin = this.table.binStarts[feature + 1] - 1;
    const parent = (gradient * gradient) / (hessian + l2);
    let leftGradient = missingLeft ? sums[2 * missingBin] : 0;
    let leftHessian = missingLeft ? sums[2 * missingBin + 1] : 0;
    let leftCount = missingLeft ? missing : 0;
    // The last value bin can only be parted from the missing rows.
    const end = missing > 0 && !missingLeft ? missingBin : missingBin - 1;
    for (let bin = first; bin < end; bin++) {
      const added = unit ? sums[2 * bin + 1] : counts[bin];
      if (added === 0) continue;
      leftGradient += sums[2 * bin];
      leftHessian += sums[2 * bin + 1];
      leftCount += added;
      if (leftCount < minSamplesLeaf || leftHessian < MIN_HESSIAN) continue;
      const rightHessian = hessian - leftHessian;
      if (count - leftCount < minSamplesLeaf || rightHessian < MIN_HESSIAN) break;
      const rightGradient = gradient - leftGradient;
      const leftWeight = leftHessian + l2;
      const rightWeight = rightHessian + l2;
      // The sum of two fractions with one division.
      const gain =
        (leftGradient * leftGradient * rightWeight + rightGradient * rightGradient * leftWeight) /
          (leftWeight * rightWeight) -
        parent;
      if (gain > this.gain) {
        this.gain = gain;
        this.feature = feature;
        this.cut = bin - first;
        // A value missing at prediction, where training saw none missing, goes with the larger side.
        this.missingLeft = missing > 0 ? missingLeft : 2 * leftCount > count;
        this.leftGradient = leftGradient;
        this.leftHessian = leftHessian;
      }
    }
  }
}
