/**
 * One tree as it leaves its builder. `nodes` holds three integers an inner node: the test
 * (`feature << 17 | missingLeft << 16 | cut`: a code up to `cut` goes left), then the left and the right child: its
 * place in `nodes`, or `~leaf`. `root` is 0, or -1 (`~0`) where the whole tree is one leaf.
 */
export interface GrownTree {
  readonly nodes: Int32Array;
  /** shape (leafCount, outputs) */
  readonly leaves: Float64Array;
  readonly root: number;
  /** shape (leafCount): training weight in each leaf. */
  readonly covers: Float64Array;
  /** Impurity decrease (or gain) by feature. */
  readonly gains: Float64Array;
}

/** Features a packed test can name. */
export const MAX_FEATURES = 0x7fff;

/** Work between two pauses, in cells read: some 10 ms. */
const CELLS_BETWEEN_PAUSES = 2_000_000;

/** Collects nodes in depth-first order, left before right, so that a path stays close together in memory. */
export class TreeBuilder {
  private readonly nodes: Int32Array;
  readonly leaves: Float64Array;
  private readonly covers: Float64Array;
  private readonly gains: Float64Array;
  private nodeEnd = 0;
  private leafEnd = 0;
  private root = 0;
  private work = 0;

  constructor(
    maxLeaves: number,
    private readonly outputs: number,
    featureCount: number,
    private readonly minGain: number,
  ) {
    this.nodes = new Int32Array(3 * Math.max(1, maxLeaves - 1));
    this.leaves = new Float64Array(maxLeaves * outputs);
    this.covers = new Float64Array(maxLeaves);
    this.gains = new Float64Array(featureCount);
  }

  /** Counts work done; true when it is time to let the caller breathe. */
  spend(cells: number): boolean {
    this.work += cells;
    if (this.work < CELLS_BETWEEN_PAUSES) return false;
    this.work = 0;
    return true;
  }

  /** Whether a split with this gain is to be made; `-Infinity` stands for none found. */
  isWorth(gain: number): boolean {
    return gain > Number.NEGATIVE_INFINITY && gain >= this.minGain;
  }

  /** Adds an inner node and returns its place; its children go to the two slots after it. `slot` -1 is the root.
   * The gain counts for `gainOf`. */
  addSplit(
    slot: number,
    feature: number,
    cut: number,
    missingLeft: boolean,
    gain: number,
    gainOf = feature,
  ): number {
    const at = this.nodeEnd;
    this.nodes[at] = (feature << 17) | (missingLeft ? 1 << 16 : 0) | cut;
    this.gains[gainOf] += Math.max(0, gain);
    this.nodeEnd += 3;
    this.link(slot, at);
    return at;
  }

  /** Adds a leaf with this training weight; returns where in `leaves` its prediction is to be written. */
  addLeaf(slot: number, cover: number): number {
    const leaf = this.leafEnd++;
    this.covers[leaf] = cover;
    this.link(slot, ~leaf);
    return leaf * this.outputs;
  }

  private link(slot: number, target: number): void {
    if (slot < 0) this.root = target;
    else this.nodes[slot] = target;
  }

  finish(): GrownTree {
    return {
      nodes: this.nodes.slice(0, this.nodeEnd),
      leaves: this.leaves.slice(0, this.leafEnd * this.outputs),
      root: this.root,
      covers: this.covers.slice(0, this.leafEnd),
      gains: this.gains,
    };
  }
}
