import type { Random } from "../random";
import type { BinnedTable } from "./boosting-data";
import {
  createHistogram,
  fillHistogram,
  subtractHistogram,
  type GradientHistogram,
} from "./gradient-histogram";
import { GradientSplitSearch, type GradientSplit, type GradientSplitLimits } from "./gradient-split";
import { TreeBuilder, type GrownTree } from "./tree-builder";

export interface LeafwiseLimits extends GradientSplitLimits {
  readonly maxLeaves: number;
  readonly maxDepth: number;
  readonly learningRate: number;
  /** Features drawn for each leaf. */
  readonly maxFeatures: number;
}

interface Leaf {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly slot: number;
  readonly gradient: number;
  readonly hessian: number;
  readonly histogram: GradientHistogram;
  readonly split: GradientSplit;
}

type LeafPlace = Omit<Leaf, "histogram" | "split">;

/** A leaf's rows, `rows[start..end)`, and what the tree adds to their scores. */
export type OnLeaf = (rows: Int32Array, start: number, end: number, value: number) => void;

/**
 * Grows boosting trees leaf-wise: always the leaf whose split lowers the loss most (LightGBM, Ke et al. 2017).
 * Only the smaller child's histogram is summed up; the larger one's is its parent's less that.
 */
export class LeafwiseGrower {
  private readonly search: GradientSplitSearch;
  private readonly spareHistograms: GradientHistogram[] = [];
  private readonly leafGradients: Float64Array;
  private readonly leafHessians: Float64Array | null;
  private readonly spare: Int32Array;
  private readonly features: Int32Array;

  constructor(
    private readonly table: BinnedTable,
    private readonly limits: LeafwiseLimits,
    private readonly unitHessian: boolean,
  ) {
    this.search = new GradientSplitSearch(table, limits);
    this.leafGradients = new Float64Array(table.rowCount);
    this.leafHessians = unitHessian ? null : new Float64Array(table.rowCount);
    this.spare = new Int32Array(table.rowCount);
    this.features = Int32Array.from({ length: table.featureCount }, (_, feature) => feature);
  }

  /** Grows one tree on `rows` (reordered) and tells each leaf's rows. Yields every few milliseconds. */
  *grow(
    rows: Int32Array,
    gradients: Float64Array,
    hessians: Float64Array,
    random: Random,
    onLeaf: OnLeaf,
  ): Generator<undefined, GrownTree> {
    const { limits, table } = this;
    const builder = new TreeBuilder(Math.min(rows.length, limits.maxLeaves), 1, table.featureCount, 0);
    const finish = (leaf: LeafPlace) => {
      const value = (-limits.learningRate * leaf.gradient) / (leaf.hessian + limits.l2 || 1);
      builder.leaves[builder.addLeaf(leaf.slot)] = value;
      onLeaf(rows, leaf.start, leaf.end, value);
    };
    const root = this.rootOf(rows, gradients, hessians);
    const open: Leaf[] = [];
    let leaves = 1;
    const consider = (place: LeafPlace, histogram: GradientHistogram) => {
      const split = this.findSplit(place, histogram, random);
      if (split) insertByGain(open, { ...place, histogram, split });
      else this.retire(place, histogram, finish);
    };
    if (this.maySplit(root)) {
      consider(root, this.histogramOf(rows, root, gradients, hessians));
    } else finish(root);
    for (let leaf = open.pop(); leaf !== undefined; leaf = open.pop()) {
      if (leaves === limits.maxLeaves) {
        this.retire(leaf, leaf.histogram, finish);
        continue;
      }
      leaves++;
      const [left, right] = this.split(builder, rows, leaf);
      if (builder.spend((leaf.end - leaf.start) * table.featureCount)) yield;
      const wanted = [left, right].filter((child) => leaves < limits.maxLeaves && this.maySplit(child));
      if (wanted.length === 0) this.spareHistograms.push(leaf.histogram);
      const smaller = left.end - left.start <= right.end - right.start ? left : right;
      const larger = smaller === left ? right : left;
      if (wanted.length > 0) {
        const own = this.histogramOf(rows, smaller, gradients, hessians);
        subtractHistogram(leaf.histogram, own);
        if (wanted.includes(smaller)) consider(smaller, own);
        else this.retire(smaller, own, finish);
        if (wanted.includes(larger)) consider(larger, leaf.histogram);
        else this.retire(larger, leaf.histogram, finish);
      } else {
        finish(left);
        finish(right);
      }
    }
    return builder.finish();
  }

  private rootOf(rows: Int32Array, gradients: Float64Array, hessians: Float64Array): LeafPlace {
    let gradient = 0;
    let hessian = 0;
    for (let i = 0; i < rows.length; i++) {
      gradient += gradients[rows[i]];
      hessian += this.unitHessian ? 1 : hessians[rows[i]];
    }
    return { start: 0, end: rows.length, depth: 0, slot: -1, gradient, hessian };
  }

  private maySplit({ start, end, depth }: LeafPlace): boolean {
    return end - start >= Math.max(2, 2 * this.limits.minSamplesLeaf) && depth < this.limits.maxDepth;
  }

  private histogramOf(
    rows: Int32Array,
    { start, end }: LeafPlace,
    gradients: Float64Array,
    hessians: Float64Array,
  ): GradientHistogram {
    const histogram = this.spareHistograms.pop() ?? createHistogram(this.table, this.unitHessian);
    const { leafGradients, leafHessians } = this;
    for (let i = start; i < end; i++) leafGradients[i - start] = gradients[rows[i]];
    if (leafHessians) for (let i = start; i < end; i++) leafHessians[i - start] = hessians[rows[i]];
    fillHistogram(histogram, this.table, rows, start, end, {
      gradients: leafGradients,
      hessians: leafHessians,
    });
    return histogram;
  }

  private findSplit(place: LeafPlace, histogram: GradientHistogram, random: Random): GradientSplit | null {
    const { features } = this;
    const { maxFeatures } = this.limits;
    for (let i = 0; i < maxFeatures && maxFeatures < features.length; i++) {
      const other = i + random.int(features.length - i);
      const drawn = features[other];
      features[other] = features[i];
      features[i] = drawn;
    }
    const totals = { count: place.end - place.start, gradient: place.gradient, hessian: place.hessian };
    return this.search.best(histogram, totals, features, maxFeatures);
  }

  private retire(leaf: LeafPlace, histogram: GradientHistogram, finish: (leaf: LeafPlace) => void): void {
    this.spareHistograms.push(histogram);
    finish(leaf);
  }

  private split(builder: TreeBuilder, rows: Int32Array, leaf: Leaf): [LeafPlace, LeafPlace] {
    const { feature, cut, missingLeft, gain, leftGradient, leftHessian } = leaf.split;
    const at = builder.addSplit(leaf.slot, feature, cut, missingLeft, gain);
    const middle = this.partition(rows, leaf);
    const depth = leaf.depth + 1;
    return [
      { start: leaf.start, end: middle, depth, slot: at + 1, gradient: leftGradient, hessian: leftHessian },
      {
        start: middle,
        end: leaf.end,
        depth,
        slot: at + 2,
        gradient: leaf.gradient - leftGradient,
        hessian: leaf.hessian - leftHessian,
      },
    ];
  }

  private partition(rows: Int32Array, { start, end, split }: Leaf): number {
    const { feature, cut, missingLeft } = split;
    const { bins, rowCount, cuts } = this.table;
    const column = bins.subarray(feature * rowCount, (feature + 1) * rowCount);
    const missing = missingLeft ? cuts[feature].length : -1;
    const spare = this.spare;
    let left = start;
    let right = 0;
    for (let i = start; i < end; i++) {
      const row = rows[i];
      const code = column[row];
      const isLeft = code <= cut || code === missing ? 1 : 0;
      rows[left] = row;
      spare[right] = row;
      left += isLeft;
      right += 1 - isLeft;
    }
    for (let i = 0; i < right; i++) rows[left + i] = spare[i];
    return left;
  }
}

/** Keeps the leaves sorted, the largest gain last; equal gains in the order they came. */
function insertByGain(open: Leaf[], leaf: Leaf): void {
  let low = 0;
  let high = open.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (open[middle].split.gain < leaf.split.gain) low = middle + 1;
    else high = middle;
  }
  open.splice(low, 0, leaf);
}
