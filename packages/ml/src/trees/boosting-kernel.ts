import type { TaskRunner } from "../family";
import {
  allocateMemory,
  compileBoostKernel,
  growMemory,
  kernelOf,
  Layout,
  type FillOrder,
  type Kernel,
} from "./boost-module";
import { splitByCategory } from "./best-category-split";
import type { BinnedTable } from "./boosting-data";
import type { CategorySplit } from "./category-splits";
import { groupFeatures, writeGroups, type FeatureGroups } from "./feature-groups";

/** A histogram in the kernel's memory: one cell a bin of every feature, over the rows of one leaf. */
export type Histogram = number & { readonly __histogram: never };

/** Sums over a leaf's rows. Gradients are whole numbers of the kernel's own unit, see `gradientUnit`. */
export interface LeafSums {
  readonly count: number;
  readonly gradient: number;
  readonly hessian: number;
}

export interface GradientSplit {
  readonly feature: number;
  /** Bins up to `cut` go left. */
  readonly cut: number;
  readonly missingLeft: boolean;
  /** Decrease of the loss, twice over: `GL²/(HL+λ) + GR²/(HR+λ) - G²/(H+λ)`, in squared gradient units. */
  readonly gain: number;
  readonly left: LeafSums;
  /** Of a category feature, in place of `cut`: which categories go left. */
  readonly categories?: CategorySplit;
}

export interface GradientSplitLimits {
  readonly minSamplesLeaf: number;
  readonly l2: number;
}

/** Below this a side has no curvature to step by (scikit-learn's min_hessian_to_split). */
const MIN_HESSIAN = 1e-3;
const GROUP_CELLS = 256;
/** Fewer additions are done sooner than another thread could be asked. */
const ADDITIONS_WORTH_A_THREAD = 1_000_000;
/** Sums stay exact as doubles. */
const SUM_BITS = 52;

/**
 * The rows of a table in the memory of the WebAssembly kernel, and what boosting does with them. Sums are integers, so
 * that no number of threads and no order of rows gives other trees.
 */
export class BoostingKernel {
  /** Row numbers of the trees being grown, ordered by leaf. */
  readonly rows: Int32Array;
  /** shape (outputs, rowCount); written by the loss, read by `take`. */
  readonly gradients: Float64Array;
  /** As `gradients`; empty where every hessian is 1. */
  readonly hessians: Float64Array;
  /** What one unit of a leaf's gradient is worth, for the gradients taken last. */
  gradientUnit = 1;

  private readonly module = compileBoostKernel();
  private readonly memory: WebAssembly.Memory;
  private readonly kernel: Kernel;
  private readonly groups: FeatureGroups;
  private readonly countBits: number;
  private readonly words: number;
  private readonly features: Int32Array;
  private readonly result: Float64Array;
  /** shape (256, 3), see `readCells`. */
  private readonly cells: Float64Array;
  /** shape (256): by code. */
  private readonly isLeft: Uint8Array;
  private readonly places: { bins: number; packed: number; spare: number; table: number };
  private readonly free: Histogram[] = [];
  private end: number;
  private hessianUnit = 1;

  constructor(
    private readonly table: BinnedTable,
    outputs: number,
    private readonly weighted: boolean,
    private readonly runner?: TaskRunner,
  ) {
    const { rowCount, featureCount } = table;
    this.groups = groupFeatures(table);
    this.countBits = Math.ceil(Math.log2(rowCount + 1));
    this.words = this.groups.groupCount * GROUP_CELLS * (weighted ? 2 : 1);
    const layout = new Layout();
    const result = layout.place(8 * 8);
    const cells = layout.place(GROUP_CELLS * 3 * 8);
    const isLeft = layout.place(GROUP_CELLS);
    const gradients = layout.place(8 * rowCount * outputs);
    const hessians = layout.place(weighted ? 8 * rowCount * outputs : 0);
    const packed = layout.place((weighted ? 16 : 8) * rowCount);
    const rows = layout.place(4 * rowCount);
    const spare = layout.place(4 * rowCount);
    const entries = layout.place(12 * featureCount);
    const features = layout.place(4 * featureCount);
    const bins = layout.place(rowCount * this.groups.groupCount);
    this.end = layout.end;
    this.memory = allocateMemory(this.end);
    this.kernel = kernelOf(this.module, this.memory);
    const { buffer } = this.memory;
    this.result = new Float64Array(buffer, result, 8);
    this.cells = new Float64Array(buffer, cells, GROUP_CELLS * 3);
    this.isLeft = new Uint8Array(buffer, isLeft, GROUP_CELLS);
    this.gradients = new Float64Array(buffer, gradients, rowCount * outputs);
    this.hessians = new Float64Array(buffer, hessians, weighted ? rowCount * outputs : 0);
    this.rows = new Int32Array(buffer, rows, rowCount);
    this.features = new Int32Array(buffer, features, featureCount);
    this.places = { bins, packed, spare, table: entries };
    writeGroups(table, this.groups, new Uint8Array(buffer, bins, rowCount * this.groups.groupCount));
    const described = new Int32Array(buffer, entries, 3 * featureCount);
    this.groups.places.forEach(({ group, code }, feature) =>
      described.set([group * GROUP_CELLS, table.cuts[feature].length, code], 3 * feature),
    );
  }

  /** Makes one output's gradients and hessians the ones that histograms sum from now on. */
  take(output: number): void {
    const { rowCount } = this.table;
    const { kernel, countBits, places } = this;
    const stride = this.weighted ? 16 : 8;
    const gradients = this.gradients.byteOffset + 8 * output * rowCount;
    const bits = Math.min(SUM_BITS, 63 - countBits) - 1 - countBits;
    const scale = scaleFor(kernel.largest(gradients, rowCount), bits);
    kernel.pack(gradients, rowCount, scale, BigInt(countBits), 1n, places.packed, stride);
    this.gradientUnit = 1 / scale;
    if (!this.weighted) return;
    const hessians = this.hessians.byteOffset + 8 * output * rowCount;
    const hessianScale = scaleFor(kernel.largest(hessians, rowCount), SUM_BITS - countBits);
    kernel.pack(hessians, rowCount, hessianScale, 0n, 0n, places.packed + 8, stride);
    this.hessianUnit = 1 / hessianScale;
  }

  /** Sums `rows[start..end)`; many of them on several threads, which is what the promise waits for. */
  *fill(start: number, end: number): Generator<Promise<unknown>, Histogram> {
    const target = this.allocate();
    const { threads } = this.runner ?? { threads: 1 };
    const parts = (end - start) * this.groups.groupCount < ADDITIONS_WORTH_A_THREAD ? 1 : threads;
    const border = (part: number) => start + Math.floor(((end - start) * part) / parts);
    const others = Array.from({ length: parts - 1 }, () => this.allocate());
    const orders = others.map((other, i) => this.order(border(i + 1), border(i + 2), other));
    const elsewhere = orders.length > 0 && this.runner?.run("gradient_boosting/fill_histogram", orders);
    const here = this.order(start, border(1), target).args as number[];
    if (this.weighted) this.kernel.fillWeighted(...here);
    else this.kernel.fillUnit(...here);
    if (elsewhere) yield elsewhere;
    for (const other of others) {
      this.kernel.combine(target, other, this.words, 1);
      this.release(other);
    }
    return target;
  }

  private order(start: number, end: number, target: Histogram): FillOrder {
    const { module, memory, weighted, places } = this;
    const rows = this.rows.byteOffset + 4 * start;
    const args = [places.bins, this.groups.groupCount, rows, end - start, places.packed, target];
    return { module, memory, weighted, args };
  }

  /** Takes a child's histogram from its parent's, which becomes the other child's. */
  subtract(parent: Histogram, child: Histogram): void {
    this.kernel.combine(parent, child, this.words, -1);
  }

  release(histogram: Histogram): void {
    this.free.push(histogram);
  }

  /** The sums of all rows of a histogram. */
  sums(histogram: Histogram): LeafSums {
    const { result } = this;
    this.kernel.totals(histogram, Number(this.weighted), this.countBits, this.hessianUnit, result.byteOffset);
    return { count: result[0], gradient: result[1], hessian: result[2] };
  }

  /** The split over the given features that lowers the loss most, or null when none does. */
  findSplit(
    histogram: Histogram,
    node: LeafSums,
    features: Int32Array,
    limits: GradientSplitLimits,
  ): GradientSplit | null {
    const { count, gradient, hessian } = node;
    const { minSamplesLeaf, l2 } = limits;
    const { result, countBits, hessianUnit } = this;
    const numbers = features.filter((feature) => this.table.cardinalities[feature] === 0);
    this.features.set(numbers);
    this.kernel.findSplit(
      histogram,
      Number(this.weighted),
      countBits,
      hessianUnit,
      this.places.table,
      this.features.byteOffset,
      numbers.length,
      count,
      gradient,
      hessian,
      minSamplesLeaf,
      MIN_HESSIAN,
      l2,
      result.byteOffset,
    );
    const [feature, cut, missingLeft, gain, leftCount, leftGradient, leftHessian] = result;
    const left = { count: leftCount, gradient: leftGradient, hessian: leftHessian };
    let best = feature < 0 ? null : { feature, cut, missingLeft: missingLeft === 1, gain, left };
    if (numbers.length === features.length) return best;
    for (const category of features) {
      if (this.table.cardinalities[category] === 0) continue;
      const split = this.splitByCategory(histogram, node, category, limits);
      if (split && split.gain > (best?.gain ?? 0)) best = split;
    }
    return best;
  }

  private splitByCategory(
    histogram: Histogram,
    node: LeafSums,
    feature: number,
    { minSamplesLeaf, l2 }: GradientSplitLimits,
  ): GradientSplit | null {
    const { kernel, countBits, hessianUnit, weighted, cells } = this;
    const cardinality = this.table.cardinalities[feature];
    const first = this.groups.places[feature].group * GROUP_CELLS * (weighted ? 16 : 8);
    const bins = cardinality + 1;
    kernel.readCells(histogram + first, bins, Number(weighted), countBits, hessianUnit, cells.byteOffset);
    return splitByCategory(feature, {
      cells: cells.subarray(0, 3 * bins),
      node,
      minSamplesLeaf,
      minHessian: MIN_HESSIAN,
      l2,
    });
  }

  /** Orders `rows[start..end)` by the side they go to, keeping their order otherwise; returns where the right side starts. */
  partition(start: number, end: number, split: GradientSplit): number {
    this.markSides(split);
    const left = this.kernel.partition(
      this.rows.byteOffset + 4 * start,
      end - start,
      this.places.spare,
      this.places.bins,
      this.groups.groupCount,
      this.groups.places[split.feature].group,
      this.isLeft.byteOffset,
    );
    return start + left;
  }

  /** Says of each code of the split's group which side it goes to. */
  private markSides({ feature, cut, missingLeft, categories }: GradientSplit): void {
    const { isLeft } = this;
    const { code } = this.groups.places[feature];
    if (code > 0) {
      isLeft.fill(1);
      isLeft[code] = 0;
      return;
    }
    if (categories) isLeft.set(categories.sides.map((side) => 1 - side));
    else isLeft.fill(1, 0, cut + 1).fill(0, cut + 1);
    isLeft[this.table.cuts[feature].length] = missingLeft ? 1 : 0;
  }

  private allocate(): Histogram {
    let histogram = this.free.pop();
    if (histogram === undefined) {
      histogram = this.end as Histogram;
      this.end += 8 * this.words;
      const missing = this.end - this.memory.buffer.byteLength;
      if (missing > 0) growMemory(this.memory, missing);
    }
    this.kernel.clear(histogram, this.words);
    return histogram;
  }
}

/** The largest power of two by which values of this size stay below `bits` bits. */
function scaleFor(largest: number, bits: number): number {
  if (!(largest > 0 && largest < Number.POSITIVE_INFINITY)) return 1;
  const exponent = Math.max(-1022, Math.min(1023, bits - 1 - Math.floor(Math.log2(largest))));
  return 2 ** exponent;
}
