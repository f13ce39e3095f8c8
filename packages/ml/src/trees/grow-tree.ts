import type { Random } from "../random";
import { ClassImpurity } from "./class-impurity";
import type { ForestData, TreeLimits, TreeSample } from "./forest-data";
import { takeScratch, type ForestScratch } from "./forest-kernel";
import { HistogramSearch, type RankSplit } from "./histogram-search";
import { MISSING_RANK } from "./quantise";
import { MAX_SAMPLES, type SortedCriterion } from "./sorted-criterion";
import { SortedSubtree } from "./sorted-subtree";
import { SquaredError } from "./squared-error";
import { TreeBuilder, type GrownTree } from "./tree-builder";

/** Cells a sorted subtree may hold, 4 bytes each: what stays in a core's second-level cache is fastest. */
const SORTED_CELLS = 4_000_000;

/**
 * Grows one tree depth first, left before right. Nodes too large to sort are split by histogram, the others
 * exactly. Yields every few milliseconds so that its caller can stop it.
 *
 * @param sortedSize nodes up to this many rows are grown exactly; set by tests only
 */
export function* growTree(
  data: ForestData,
  sample: TreeSample,
  limits: TreeLimits,
  random: Random,
  sortedSize = sortedSizeFor(data.featureCount),
): Generator<undefined, GrownTree> {
  const rows = sample.rows;
  const capacity = Math.min(rows.length, sortedSize);
  // Of a size that all trees of a forest share, however many rows each has drawn.
  const scratch = takeScratch(Math.min(data.rowCount, sortedSize), data.featureCount);
  const criterion = createCriterion(
    data,
    limits,
    Math.max(capacity, rows.length > capacity ? MAX_SAMPLES : 1),
    scratch,
  );
  const minGain =
    limits.minImpurityDecrease > 0
      ? limits.minImpurityDecrease * sample.totalWeight
      : Number.NEGATIVE_INFINITY;
  const builder = new TreeBuilder(rows.length, criterion.outputs, data.featureCount, minGain);
  const subtree = new SortedSubtree(data, sample, criterion, limits, builder, random, scratch);
  const large =
    rows.length > capacity ? new LargeNodes(data, sample, criterion, limits, builder, random, scratch) : null;
  const pending: PendingNode[] = [{ start: 0, end: rows.length, depth: 0, slot: -1 }];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const size = node.end - node.start;
    if (size <= capacity || large === null) yield* subtree.grow(node.start, node.end, node.depth, node.slot);
    else {
      pending.push(...large.split(node));
      if (builder.spend(size * limits.maxFeatures)) yield;
    }
  }
  scratch.rest();
  return builder.finish();
}

function sortedSizeFor(featureCount: number): number {
  return Math.max(256, Math.min(MAX_SAMPLES, Math.floor(SORTED_CELLS / featureCount)));
}

function createCriterion(
  data: ForestData,
  limits: TreeLimits,
  capacity: number,
  scratch: ForestScratch,
): SortedCriterion {
  if (limits.criterion === "squared_error") return new SquaredError(data.mean, capacity, scratch);
  return new ClassImpurity(data.classCount, limits.criterion === "entropy", capacity);
}

interface PendingNode {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly slot: number;
}

/** Splits nodes by histogram and parts their rows. */
class LargeNodes {
  private readonly histograms: HistogramSearch;
  private readonly features: Int32Array;
  private readonly spare: Int32Array;

  constructor(
    private readonly data: ForestData,
    private readonly sample: TreeSample,
    criterion: SortedCriterion,
    private readonly limits: TreeLimits,
    private readonly builder: TreeBuilder,
    private readonly random: Random,
    scratch: ForestScratch,
  ) {
    this.histograms = new HistogramSearch(data, sample, criterion, limits.minSamplesLeaf, scratch);
    this.features = Int32Array.from({ length: data.featureCount }, (_, feature) => feature);
    this.spare = new Int32Array(sample.rows.length);
  }

  /** Adds the node to the tree and returns its children, the left one last. */
  split({ start, end, depth, slot }: PendingNode): PendingNode[] {
    const { limits, builder, histograms } = this;
    const stop =
      depth >= limits.maxDepth || end - start < limits.minSamplesSplit || histograms.isPure(start, end);
    const best = stop ? null : histograms.search(this.features, limits.maxFeatures, this.random, start, end);
    if (best === null || !builder.isWorth(best.gain)) {
      histograms.writeLeaf(start, end, builder.leaves, builder.addLeaf(slot, this.weightOf(start, end)));
      return [];
    }
    const missingLeft = best.missingLeft ?? this.leftIsLarger(best, start, end);
    const at = builder.addSplit(slot, best.feature, best.cut, missingLeft, best.gain);
    const middle = this.partition(best, missingLeft, start, end);
    return [
      { start: middle, end, depth: depth + 1, slot: at + 2 },
      { start, end: middle, depth: depth + 1, slot: at + 1 },
    ];
  }

  private weightOf(start: number, end: number): number {
    const { rows, weights } = this.sample;
    let weight = 0;
    for (let i = start; i < end; i++) weight += weights[rows[i]];
    return weight;
  }

  private leftIsLarger({ feature, cut }: RankSplit, start: number, end: number): boolean {
    const { ranks, rowCount } = this.data;
    let balance = 0;
    for (let i = start; i < end; i++) {
      const rank = ranks[feature * rowCount + this.sample.rows[i]];
      if (rank !== MISSING_RANK) balance += rank <= cut ? 1 : -1;
    }
    return balance > 0;
  }

  /** Left rows first, each side in its old order; returns the border. */
  private partition({ feature, cut }: RankSplit, missingLeft: boolean, start: number, end: number): number {
    const { spare } = this;
    const rows = this.sample.rows;
    const { ranks, rowCount } = this.data;
    let left = start;
    let right = 0;
    for (let i = start; i < end; i++) {
      const row = rows[i];
      const rank = ranks[feature * rowCount + row];
      if (rank <= cut || (missingLeft && rank === MISSING_RANK)) rows[left++] = row;
      else spare[right++] = row;
    }
    rows.set(spare.subarray(0, right), left);
    return left;
  }
}
