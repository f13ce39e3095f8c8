import { encodeRows, ownersOf, type TreeArrays } from "../trees/ensemble";
import type { Matrix } from "../matrix";
import { treeShape } from "./tree-shape";

const UNDECIDED = 0;
const OF_ROW = 1;
const OF_BACKGROUND = 2;

/**
 * Exact interventional TreeSHAP (Lundberg et al. 2020, "From local explanations to global understanding with
 * explainable AI for trees", Algorithm 3): the Shapley values of the row against each background row, averaged. Only
 * the leaves that some mixture of the two rows reaches are visited.
 */
export class InterventionalShap {
  private readonly codes: Uint16Array;
  private readonly rowCount: number;
  /** By feature: whose value decides on the path so far. */
  private readonly owner: Uint8Array;
  /** The feature of the data that each tested one belongs to. */
  private readonly features: Int32Array;
  private readonly shares: Float64Array;
  private readonly stride: number;
  private readonly sizes: Int32Array;
  private forRow = 0;
  private forBackground = 0;

  constructor(
    private readonly trees: TreeArrays,
    background: Matrix,
  ) {
    this.rowCount = background.rowCount;
    this.codes = new Uint16Array(2 * trees.featureCount * background.rowCount);
    encodeRows(trees, background.data, 0, background.rowCount, this.codes);
    this.features = ownersOf(trees);
    this.owner = new Uint8Array(trees.featureCount);
    const shapes = Array.from(trees.roots, (root) => treeShape(trees, root, () => undefined));
    this.sizes = Int32Array.from(shapes, ({ depth }) => depth * background.rowCount);
    this.stride = shapes.reduce((most, { features }) => Math.max(most, features), 0) + 2;
    this.shares = shapleyShares(this.stride);
  }

  /** A measure of the work that explaining this tree takes. */
  sizeOf(tree: number): number {
    return this.sizes[tree];
  }

  /** As `PathDependentShap.addTree`. */
  addTree(
    tree: number,
    output: number,
    codes: Uint16Array,
    row: number,
    values: Float64Array,
    at: number,
  ): void {
    const root = this.trees.roots[tree];
    const width = 2 * this.trees.featureCount;
    for (let other = 0; other < this.rowCount; other++)
      this.walk(root, output, codes, row, other * width, 0, 0, values, at);
  }

  /**
   * Leaves in `forRow` and `forBackground` what the leaves below give to each feature that the row, or the background
   * row, decided above. It calls itself only where the two rows part, once a feature at most.
   */
  private walk(
    from: number,
    output: number,
    codes: Uint16Array,
    row: number,
    other: number,
    ofRow: number,
    ofBackground: number,
    values: Float64Array,
    at: number,
  ): void {
    const { nodes, leaves, leafSize } = this.trees;
    const { owner } = this;
    let node = from;
    while (node >= 0) {
      const test = nodes[node];
      const feature = this.features[test >>> 17];
      const cut = test & 0xffff;
      const mine = nodes[node + 1 + ((cut - codes[row + (test >>> 16)]) >>> 31)];
      const theirs = nodes[node + 1 + ((cut - this.codes[other + (test >>> 16)]) >>> 31)];
      const decided = owner[feature];
      if (mine === theirs || decided === OF_ROW) node = mine;
      else if (decided === OF_BACKGROUND) node = theirs;
      else {
        owner[feature] = OF_ROW;
        this.walk(mine, output, codes, row, other, ofRow + 1, ofBackground, values, at);
        const { forRow, forBackground } = this;
        owner[feature] = OF_BACKGROUND;
        this.walk(theirs, output, codes, row, other, ofRow, ofBackground + 1, values, at);
        owner[feature] = UNDECIDED;
        values[at + feature] += (forRow - this.forBackground) / this.rowCount;
        this.forRow += forRow;
        this.forBackground += forBackground;
        return;
      }
    }
    const value = leaves[~node * leafSize + output];
    this.forRow = value * this.shares[ofRow * this.stride + ofBackground];
    this.forBackground = value * this.shares[ofBackground * this.stride + ofRow];
  }
}

/** `(a-1)! b! / (a+b)!` at `a * stride + b`; 0 where a is 0. */
function shapleyShares(stride: number): Float64Array {
  const shares = new Float64Array(stride * stride);
  for (let a = 1; a < stride; a++) {
    shares[a * stride] = 1 / a;
    for (let b = 1; b < stride; b++) shares[a * stride + b] = (shares[a * stride + b - 1] * b) / (a + b);
  }
  return shares;
}
