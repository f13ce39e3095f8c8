import { ownersOf, type TreeArrays } from "../trees/ensemble";
import { innerCovers } from "../trees/leaf-covers";
import { gaussLegendre, type Quadrature } from "./gauss-legendre";
import { treeShape, type TreeShape } from "./tree-shape";

/**
 * Exact path-dependent TreeSHAP (Lundberg et al. 2018, "Consistent Individualized Feature Attribution for Tree
 * Ensembles", Algorithm 2), arranged anew. A Shapley weight is a Beta integral, `s!(u-1-s)!/u! = ∫ t^s (1-t)^(u-1-s)
 * dt`, so that a leaf of value v gives feature i the integral of `v (o_i - z_i) Π_{j≠i} (t o_j + (1-t) z_j)`, where
 * `z` is the share of training weight that goes the leaf's way at the feature's splits and `o` whether the row does.
 * That is a polynomial in t, which a few Gauss-Legendre points integrate exactly; every factor is positive, so
 * nothing cancels as it does in Algorithm 2's unwinding. The products are kept along the path and the leaves' sums on
 * the way back: an edge costs as many operations as there are points, and one at a feature the row has already left
 * only one, because below it that feature's share no longer changes.
 */
export class PathDependentShap {
  /** Mean over the training weight of what each output sums up to; shape (outputs). */
  readonly expectation: Float64Array;
  /** By inner node and side: the share of its training weight that goes there; one look instead of three at covers. */
  private readonly shares: Float64Array;
  private readonly shapes: readonly TreeShape[];
  private readonly quadratures = new Map<number, Quadrature>();
  /** By feature: the share of the path so far, whether the row left it, and the level that changed it last (or 0). */
  private readonly zero: Float64Array;
  private readonly owners: Int32Array;
  private readonly left: Uint8Array;
  private readonly lastLevel: Int32Array;
  /** By depth of the path. */
  private readonly frames: Frames;
  /** By level (an edge that changes a product) and point. */
  private readonly products: Float64Array;
  private readonly inverses: Float64Array;
  private readonly sums: Float64Array;

  /** @param leafCovers training weight of every leaf, shape (leafCount) */
  constructor(
    private readonly trees: TreeArrays,
    leafCovers: Float64Array,
  ) {
    const inner = innerCovers(trees, leafCovers);
    this.shares = sideShares(trees, inner, leafCovers);
    const { leaves, leafSize, outputs } = trees;
    const expectation = new Float64Array(outputs);
    this.shapes = Array.from(trees.roots, (root, tree) => {
      const total = root < 0 ? leafCovers[~root] : inner[root / 3];
      return treeShape(trees, root, (leaf) => {
        for (let k = 0; k < leafSize; k++) {
          const output = leafSize === 1 ? tree % outputs : k;
          expectation[output] += leaves[leaf * leafSize + k] * (leafCovers[leaf] / total);
        }
      });
    });
    this.expectation = expectation;
    const depth = this.shapes.reduce((most, shape) => Math.max(most, shape.depth), 0) + 1;
    const points = this.shapes.reduce((most, shape) => Math.max(most, pointsFor(shape)), 1);
    this.owners = ownersOf(trees);
    this.zero = new Float64Array(trees.featureCount).fill(1);
    this.left = new Uint8Array(trees.featureCount);
    this.lastLevel = new Int32Array(trees.featureCount);
    this.frames = createFrames(depth);
    this.products = new Float64Array(depth * points);
    this.inverses = new Float64Array(depth * points).fill(1);
    this.sums = new Float64Array(depth * points);
  }

  /** Inner nodes of a tree, a measure of the work that explaining it takes. */
  sizeOf(tree: number): number {
    return this.shapes[tree].innerNodes;
  }

  /**
   * Adds what every feature does in one tree to `values[at + feature]`.
   *
   * @param codes a row as `encodeRows` writes it, from `row` on
   * @param output which of a leaf's values; 0 where leaves hold one
   */
  addTree(
    tree: number,
    output: number,
    codes: Uint16Array,
    row: number,
    values: Float64Array,
    at: number,
  ): void {
    const root = this.trees.roots[tree];
    if (root < 0) return;
    const { nodes, leaves, leafSize } = this.trees;
    const { owners, shares, zero, left, lastLevel, products, inverses, sums } = this;
    const { place, stage, scale: scales, gathered, opens, edgeFeature, edgeZero, edgeLast } = this.frames;
    const q = pointsFor(this.shapes[tree]);
    const { points, weights } = this.quadrature(q);
    for (let k = 0; k < q; k++) {
      products[k] = weights[k];
      sums[k] = 0;
      inverses[k] = 1;
    }
    let top = 0;
    let level = 0;
    place[0] = root;
    stage[0] = opens[0] = gathered[0] = 0;
    scales[0] = 1;
    while (top >= 0) {
      const side = stage[top];
      if (side === 2) {
        if (opens[top] === 1) {
          this.close(level, q, values, at);
          level--;
        }
        top--;
        continue;
      }
      stage[top] = side + 1;
      const node = place[top];
      const test = nodes[node];
      const feature = owners[test >>> 17];
      const child = nodes[node + 1 + side];
      const share = shares[2 * ((node / 3) | 0) + side];
      const scale = scales[top];
      if (left[feature] === 1) {
        // The row left this feature's side above: only the share of what follows changes.
        if (share === 0) continue;
        if (child < 0) gathered[level] += leaves[~child * leafSize + output] * scale * share;
        else {
          place[++top] = child;
          stage[top] = opens[top] = 0;
          scales[top] = scale * share;
        }
        continue;
      }
      const follows = ((test & 0xffff) - codes[row + (test >>> 16)]) >>> 31 === side;
      if (share === 0 && !follows) continue;
      const before = zero[feature];
      const after = before * share;
      const last = lastLevel[feature] * q;
      const from = level * q;
      const constant = follows ? 1 : 0;
      if (child < 0 && last === 0) {
        // A leaf's own factor cancels in what its last feature gets, and there is no earlier one to replace.
        const value = leaves[~child * leafSize + output] * scale;
        let alone = 0;
        for (let k = 0; k < q; k++) {
          const rest = products[from + k];
          alone += rest;
          sums[from + k] += value * rest * (constant * points[k] + (1 - points[k]) * after);
        }
        values[at + feature] += value * (constant - after) * alone;
        continue;
      }
      if (child < 0) {
        const value = leaves[~child * leafSize + output] * scale;
        let alone = 0;
        let old = 0;
        for (let k = 0; k < q; k++) {
          const rest = products[from + k] * inverses[last + k];
          const sum = rest * (constant * points[k] + (1 - points[k]) * after);
          alone += rest;
          old += sum * inverses[last + k];
          sums[from + k] += value * sum;
        }
        values[at + feature] += value * ((constant - after) * alone - (1 - before) * old);
        continue;
      }
      level++;
      const to = level * q;
      for (let k = 0; k < q; k++) {
        const factor = constant * points[k] + (1 - points[k]) * after;
        products[to + k] = scale * products[from + k] * inverses[last + k] * factor;
        inverses[to + k] = 1 / factor;
        sums[to + k] = 0;
      }
      gathered[level] = 0;
      edgeFeature[level] = feature;
      edgeZero[level] = before;
      edgeLast[level] = lastLevel[feature];
      zero[feature] = after;
      left[feature] = 1 - constant;
      lastLevel[feature] = level;
      place[++top] = child;
      stage[top] = 0;
      opens[top] = 1;
      scales[top] = 1;
    }
  }

  /** Leaves an edge behind: its feature gets its part, the sums go up, the feature is as it was above. */
  private close(level: number, q: number, values: Float64Array, at: number): void {
    const { products, inverses, sums, zero, left, lastLevel, frames } = this;
    const feature = frames.edgeFeature[level];
    const before = frames.edgeZero[level];
    const last = frames.edgeLast[level];
    const gathered = frames.gathered[level];
    const from = level * q;
    let alone = 0;
    let old = 0;
    for (let k = 0; k < q; k++) {
      const sum = sums[from + k] + gathered * products[from + k];
      alone += sum * inverses[from + k];
      old += sum * inverses[last * q + k];
      sums[from - q + k] += sum;
    }
    values[at + feature] += (1 - left[feature] - zero[feature]) * alone - (1 - before) * old;
    zero[feature] = before;
    left[feature] = 0;
    lastLevel[feature] = last;
  }

  private quadrature(points: number): Quadrature {
    let found = this.quadratures.get(points);
    if (!found) this.quadratures.set(points, (found = gaussLegendre(points)));
    return found;
  }
}

/** The path from the root to where the walk is, by depth; and what each level replaced, by level. */
interface Frames {
  readonly place: Int32Array;
  /** The side to look at next; 2 when both were. */
  readonly stage: Uint8Array;
  /** 1 where the edge to this node made a level. */
  readonly opens: Uint8Array;
  /** What the level's product is still to be multiplied by. */
  readonly scale: Float64Array;
  /** Leaves below that share the level's product. */
  readonly gathered: Float64Array;
  readonly edgeFeature: Int32Array;
  readonly edgeZero: Float64Array;
  readonly edgeLast: Int32Array;
}

function createFrames(depth: number): Frames {
  return {
    place: new Int32Array(depth),
    stage: new Uint8Array(depth),
    opens: new Uint8Array(depth),
    scale: new Float64Array(depth),
    gathered: new Float64Array(depth),
    edgeFeature: new Int32Array(depth),
    edgeZero: new Float64Array(depth),
    edgeLast: new Int32Array(depth),
  };
}

function sideShares({ nodes }: TreeArrays, inner: Float64Array, leafCovers: Float64Array): Float64Array {
  const shares = new Float64Array(2 * inner.length);
  for (let i = 0; i < shares.length; i++) {
    const own = inner[i >> 1];
    const child = nodes[3 * (i >> 1) + 1 + (i & 1)];
    const cover = child < 0 ? leafCovers[~child] : inner[child / 3];
    shares[i] = own > 0 ? cover / own : 0;
  }
  return shares;
}

/** A path of u features makes polynomials of degree u - 1. */
function pointsFor({ features }: TreeShape): number {
  return Math.max(1, Math.ceil(features / 2));
}
