import type { Random } from "../random";
import type { BinnedTable } from "./boosting-data";
import type {
  BoostingKernel,
  GradientSplit,
  GradientSplitLimits,
  Histogram,
  LeafSums,
} from "./boosting-kernel";
import type { CategorySplits } from "./category-splits";
import { TreeBuilder, type GrownTree } from "./tree-builder";

export interface LeafwiseLimits extends GradientSplitLimits {
  readonly maxLeaves: number;
  readonly maxDepth: number;
  readonly learningRate: number;
  /** Features drawn for each leaf. */
  readonly maxFeatures: number;
}

/** A leaf: the rows `rows[start..end)` of the kernel, and where the tree points to it. */
interface Leaf {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly slot: number;
  readonly sums: LeafSums;
}

interface OpenLeaf {
  readonly leaf: Leaf;
  readonly histogram: Histogram;
  readonly split: GradientSplit;
}

/** A leaf's rows, `rows[start..end)`, and what the tree adds to their scores. */
export type OnLeaf = (rows: Int32Array, start: number, end: number, value: number) => void;

/** Time for others, or something to wait for. */
export type Pause = Promise<unknown> | undefined;

/**
 * Grows boosting trees leaf-wise: always the leaf whose split lowers the loss most (LightGBM, Ke et al. 2017).
 * Only the smaller child's histogram is summed up; the larger one's is its parent's less that.
 */
export class LeafwiseGrower {
  private readonly features: Int32Array;

  constructor(
    private readonly table: BinnedTable,
    private readonly kernel: BoostingKernel,
    private readonly limits: LeafwiseLimits,
    private readonly weights: Float64Array | null,
    private readonly categorySplits: CategorySplits,
  ) {
    this.features = Int32Array.from({ length: table.featureCount }, (_, feature) => feature);
  }

  /**
   * Grows one tree on the first rows of the kernel, which it reorders, and tells each leaf's rows. Yields every few
   * milliseconds.
   */
  *grow(rowCount: number, random: Random, onLeaf: OnLeaf): Generator<Pause, GrownTree> {
    const { limits, table, kernel } = this;
    const builder = new TreeBuilder(Math.min(rowCount, limits.maxLeaves), 1, table.featureCount, 0);
    const finish = (leaf: Leaf) => {
      const value = this.valueOf(leaf);
      builder.leaves[builder.addLeaf(leaf.slot, this.weightOf(leaf))] = value;
      onLeaf(kernel.rows, leaf.start, leaf.end, value);
    };
    const open: OpenLeaf[] = [];
    const consider = (leaf: Leaf, histogram: Histogram) => {
      const split = this.maySplit(leaf) ? this.findSplit(leaf, histogram, random) : null;
      if (split) return insertByGain(open, { leaf, histogram, split });
      kernel.release(histogram);
      finish(leaf);
    };
    const histogram = yield* kernel.fill(0, rowCount);
    consider({ start: 0, end: rowCount, depth: 0, slot: -1, sums: kernel.sums(histogram) }, histogram);
    let leaves = 1;
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (leaves === limits.maxLeaves) {
        kernel.release(next.histogram);
        finish(next.leaf);
        continue;
      }
      leaves++;
      const [left, right] = this.split(builder, next);
      if (builder.spend((next.leaf.end - next.leaf.start) * table.featureCount)) yield;
      if (leaves < limits.maxLeaves && (this.maySplit(left) || this.maySplit(right))) {
        const [smaller, larger] = sizeOf(left) <= sizeOf(right) ? [left, right] : [right, left];
        const own = yield* kernel.fill(smaller.start, smaller.end);
        kernel.subtract(next.histogram, own);
        consider(smaller, own);
        consider(larger, next.histogram);
      } else {
        kernel.release(next.histogram);
        finish(left);
        finish(right);
      }
    }
    return builder.finish();
  }

  private weightOf({ start, end }: Leaf): number {
    const { weights, kernel } = this;
    if (weights === null) return end - start;
    let sum = 0;
    for (let i = start; i < end; i++) sum += weights[kernel.rows[i]];
    return sum;
  }

  private valueOf({ sums: { gradient, hessian } }: Leaf): number {
    const { learningRate, l2 } = this.limits;
    return (-learningRate * gradient * this.kernel.gradientUnit) / (hessian + l2 || 1);
  }

  private maySplit({ start, end, depth }: Leaf): boolean {
    return end - start >= Math.max(2, 2 * this.limits.minSamplesLeaf) && depth < this.limits.maxDepth;
  }

  private findSplit({ sums }: Leaf, histogram: Histogram, random: Random): GradientSplit | null {
    const { features } = this;
    const { maxFeatures } = this.limits;
    for (let i = 0; i < maxFeatures && maxFeatures < features.length; i++) {
      const other = i + random.int(features.length - i);
      const drawn = features[other];
      features[other] = features[i];
      features[i] = drawn;
    }
    const split = this.kernel.findSplit(histogram, sums, features.subarray(0, maxFeatures), this.limits);
    return split?.categories && this.categorySplits.featureOf(split.categories) === null ? null : split;
  }

  private split(builder: TreeBuilder, { leaf, split }: OpenLeaf): [Leaf, Leaf] {
    const { feature, cut, missingLeft, left, categories } = split;
    const gain = split.gain * this.kernel.gradientUnit ** 2;
    const tested = categories ? (this.categorySplits.featureOf(categories) ?? feature) : feature;
    const at = builder.addSplit(leaf.slot, tested, cut, missingLeft, gain, feature);
    const middle = this.kernel.partition(leaf.start, leaf.end, split);
    const depth = leaf.depth + 1;
    const right = {
      count: leaf.sums.count - left.count,
      gradient: leaf.sums.gradient - left.gradient,
      hessian: leaf.sums.hessian - left.hessian,
    };
    return [
      { start: leaf.start, end: middle, depth, slot: at + 1, sums: left },
      { start: middle, end: leaf.end, depth, slot: at + 2, sums: right },
    ];
  }
}

function sizeOf({ start, end }: Leaf): number {
  return end - start;
}

/** Keeps the leaves sorted, the largest gain last; equal gains in the order they came. */
function insertByGain(open: OpenLeaf[], leaf: OpenLeaf): void {
  let low = 0;
  let high = open.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (open[middle].split.gain < leaf.split.gain) low = middle + 1;
    else high = middle;
  }
  open.splice(low, 0, leaf);
}
