import type { Random } from "../random";
import type { ForestData, TreeLimits, TreeSample } from "./forest-data";
import { MISSING_RANK } from "./quantise";
import { firstMissing, SAMPLE_BITS, SAMPLE_MASK, type SortedCriterion } from "./sorted-criterion";
import type { ForestScratch } from "./forest-kernel";
import type { TreeBuilder } from "./tree-builder";

interface Node {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly slot: number;
  /** A feature whose keys are in order for exactly this node's samples. */
  readonly feature: number;
  /** Only the first so many of the active features vary in the parent. */
  readonly activeCount: number;
}

/**
 * Grows subtrees exactly, cutting between any two distinct values: each feature's samples are sorted once at the
 * subtree's root, and every split keeps them sorted by a stable partition, so that no node sorts again. Features
 * found constant in a node are neither looked at nor moved below it.
 */
export class SortedSubtree {
  private readonly keys: Int32Array;
  private readonly spare: Int32Array;
  private readonly active: Int32Array;
  private readonly counts = new Int32Array(257);
  private size = 0;
  private start = 0;

  constructor(
    private readonly data: ForestData,
    private readonly sample: TreeSample,
    private readonly criterion: SortedCriterion,
    private readonly limits: TreeLimits,
    private readonly builder: TreeBuilder,
    private readonly random: Random,
    private readonly scratch: ForestScratch,
  ) {
    this.keys = scratch.keys;
    this.spare = scratch.spare;
    this.active = Int32Array.from({ length: data.featureCount }, (_, feature) => feature);
  }

  /** Grows everything below `rows[start..end)`; the place of its root goes to `slot`. */
  *grow(start: number, end: number, depth: number, slot: number): Generator<undefined, void> {
    this.load(start, end);
    const pending: Node[] = [];
    const activeCount = this.data.featureCount;
    this.place(pending, nodeOf(0, this.size, depth, slot, 0, activeCount));
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (this.builder.spend((node.to - node.from) * node.activeCount)) yield;
      this.splitNode(pending, node);
    }
  }

  private load(start: number, end: number): void {
    const { rows, weights } = this.sample;
    const { y, mean, classCount } = this.data;
    this.size = end - start;
    this.start = start;
    for (let i = start; i < end; i++) {
      const value = y[rows[i]];
      const weight = weights[rows[i]];
      this.criterion.setSample(i - start, classCount > 0 ? value : (value - mean) * weight, weight, value);
    }
    for (let feature = 0; feature < this.data.featureCount; feature++) this.sortFeature(feature, start);
  }

  /** Radix sort of the 16-bit ranks, a byte at a time; stable, so that equal ranks keep the rows' order. */
  private sortFeature(feature: number, start: number): void {
    const { keys, spare, size, data } = this;
    const rows = this.sample.rows;
    const ranks = data.ranks;
    const offset = feature * data.rowCount;
    const target = feature * size;
    for (let i = 0; i < size; i++) spare[i] = (ranks[offset + rows[start + i]] << SAMPLE_BITS) | i;
    const segment = keys.subarray(target, target + size);
    this.radixPass(spare, segment, SAMPLE_BITS);
    spare.set(segment);
    this.radixPass(spare, segment, SAMPLE_BITS + 8);
  }

  private radixPass(source: Int32Array, target: Int32Array, shift: number): void {
    const { counts, size } = this;
    counts.fill(0);
    for (let i = 0; i < size; i++) counts[((source[i] >>> shift) & 255) + 1]++;
    for (let byte = 1; byte < 257; byte++) counts[byte] += counts[byte - 1];
    for (let i = 0; i < size; i++) target[counts[(source[i] >>> shift) & 255]++] = source[i];
  }

  /** Makes a leaf of a node that may not be split; the others wait for their turn. */
  private place(pending: Node[], node: Node): boolean {
    const { limits, criterion } = this;
    const count = node.to - node.from;
    const offset = node.feature * this.size;
    const stop =
      count < Math.max(2, limits.minSamplesSplit, 2 * limits.minSamplesLeaf) || node.depth >= limits.maxDepth;
    if (stop || criterion.isPure(this.keys, offset + node.from, offset + node.to)) {
      this.makeLeaf(node);
      return false;
    }
    pending.push(node);
    return true;
  }

  private makeLeaf(node: Node): void {
    const from = node.feature * this.size + node.from;
    const to = node.feature * this.size + node.to;
    const at = this.builder.addLeaf(node.slot, this.weightOf(from, to));
    this.criterion.writeLeaf(this.keys, from, to, this.builder.leaves, at);
  }

  private weightOf(from: number, to: number): number {
    const { rows, weights } = this.sample;
    let weight = 0;
    for (let i = from; i < to; i++) weight += weights[rows[this.start + (this.keys[i] & SAMPLE_MASK)]];
    return weight;
  }

  private splitNode(pending: Node[], node: Node): void {
    const { criterion, keys, size, builder } = this;
    criterion.enter(keys, node.feature * size + node.from, node.feature * size + node.to);
    const { feature, activeCount } = this.search(node);
    const { gain, position, missingLeft } = criterion.best;
    if (feature < 0 || !builder.isWorth(gain)) return this.makeLeaf(node);
    const leftRank = keys[position - 1] >>> SAMPLE_BITS;
    const rightRank = keys[position] >>> SAMPLE_BITS;
    const anyMissing = keys[feature * size + node.to - 1] >>> SAMPLE_BITS === MISSING_RANK;
    const middle = missingLeft ? this.moveMissingLeft(node, feature, position) : position - feature * size;
    const cut =
      rightRank === MISSING_RANK ? this.data.rankCounts[feature] - 1 : (leftRank + rightRank - 1) >> 1;
    // A value missing at prediction, where training saw none missing, goes with the larger side.
    const sendMissingLeft = anyMissing ? missingLeft : middle - node.from > node.to - middle;
    const at = builder.addSplit(node.slot, feature, cut, sendMissingLeft, gain);
    const depth = node.depth + 1;
    const growsRight = this.place(pending, nodeOf(middle, node.to, depth, at + 2, feature, activeCount));
    const growsLeft = this.place(pending, nodeOf(node.from, middle, depth, at + 1, feature, activeCount));
    if (growsLeft || growsRight) this.partition(node, middle, feature, activeCount, growsRight);
  }

  /** Tries features until enough of them vary; those constant in the node move behind the active ones. */
  private search(node: Node): { feature: number; activeCount: number } {
    const { active, random } = this;
    const wanted = this.limits.maxFeatures;
    const drawsEach = wanted < this.data.featureCount;
    let activeCount = node.activeCount;
    let best = -1;
    let tried = 0;
    while (tried < wanted && tried < activeCount) {
      // Equal gains are common in small nodes; a random first feature keeps them from favouring the first column.
      const other = drawsEach || tried === 0 ? tried + random.int(activeCount - tried) : tried;
      const feature = active[other];
      active[other] = active[tried];
      active[tried] = feature;
      const from = feature * this.size + node.from;
      const to = feature * this.size + node.to;
      if ((this.keys[from] ^ this.keys[to - 1]) <= SAMPLE_MASK) {
        active[tried] = active[--activeCount];
        active[activeCount] = feature;
        continue;
      }
      tried++;
      if (this.criterion.scan(this.keys, from, to, this.limits.minSamplesLeaf)) best = feature;
      // Two samples part equally well by any feature.
      if (best >= 0 && node.to - node.from === 2) break;
    }
    return { feature: best, activeCount };
  }

  /** Brings the missing samples, which stand last, between the left and the right ones; returns the border. */
  private moveMissingLeft(node: Node, feature: number, position: number): number {
    const to = feature * this.size + node.to;
    const segment = this.keys.subarray(position, to);
    const missing = firstMissing(this.keys, position, to) - position;
    const rotated = new Int32Array(segment.length);
    rotated.set(segment.subarray(missing));
    rotated.set(segment.subarray(0, missing), segment.length - missing);
    segment.set(rotated);
    return position + segment.length - missing - feature * this.size;
  }

  /**
   * Parts every other active feature's samples as `feature`'s already are, each side in its old order. A right side
   * that grows no further is not written back: nobody reads it again.
   */
  private partition(
    node: Node,
    middle: number,
    feature: number,
    activeCount: number,
    growsRight: boolean,
  ): void {
    const { scratch, active, size } = this;
    const own = feature * size;
    scratch.markSides(own + node.from, own + middle, own + node.to);
    for (let a = 0; a < activeCount; a++) {
      if (active[a] !== feature) {
        const at = active[a] * size;
        scratch.part(at + node.from, at + node.to, growsRight);
      }
    }
  }
}

/** One shape for every node: object spread made this the slowest line of all. */
function nodeOf(
  from: number,
  to: number,
  depth: number,
  slot: number,
  feature: number,
  activeCount: number,
): Node {
  return { from, to, depth, slot, feature, activeCount };
}
