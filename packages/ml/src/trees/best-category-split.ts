import type { GradientSplit, LeafSums } from "./boosting-kernel";

export interface CategorySearch {
  /** shape (bins, 3): count, gradient and hessian of each category; the last bin holds rows without one. */
  readonly cells: Float64Array;
  readonly node: LeafSums;
  readonly minSamplesLeaf: number;
  readonly minHessian: number;
  readonly l2: number;
}

export interface CategoryGain {
  readonly gain: number;
  /** Bins that go left. */
  readonly leftBins: readonly number[];
  readonly left: LeafSums;
}

/** Rows a category needs to be told apart from the others, and what steadies the order of small ones (scikit-learn). */
const MIN_SUPPORT = 10;

/**
 * The subset of categories whose parting from the others lowers the loss most: among the categories in order of
 * gradient / hessian the best is always a run from one end (Fisher 1958), as in LightGBM and scikit-learn's
 * HistGradientBoosting. Categories of few rows go with the right side. Null where no split lowers the loss.
 */
export function bestCategorySplit({
  cells,
  node,
  minSamplesLeaf,
  minHessian,
  l2,
}: CategorySearch): CategoryGain | null {
  const bins = Array.from({ length: cells.length / 3 }, (_, bin) => bin);
  const slope = (bin: number) => cells[3 * bin + 1] / (cells[3 * bin + 2] + MIN_SUPPORT);
  const ordered = bins
    .filter((bin) => cells[3 * bin] >= MIN_SUPPORT)
    .sort((a, b) => slope(a) - slope(b) || a - b);
  const score = ({ gradient, hessian }: LeafSums) => (gradient * gradient) / (hessian + l2);
  const isSmall = ({ count, hessian }: LeafSums) => count < minSamplesLeaf || hessian < minHessian;
  const parent = score(node);
  let best: CategoryGain | null = null;
  for (const order of [ordered, ordered.toReversed()]) {
    let left: LeafSums = { count: 0, gradient: 0, hessian: 0 };
    for (let taken = 1; taken <= order.length; taken++) {
      left = plus(left, cells, order[taken - 1]);
      const right = less(node, left);
      if (isSmall(left)) continue;
      if (isSmall(right)) break;
      const gain = score(left) + score(right) - parent;
      if (gain > (best?.gain ?? 0)) best = { gain, leftBins: order.slice(0, taken), left };
    }
  }
  return best;
}

/** As a split of a tree; the last bin's rows go with a side as the missing ones. */
export function splitByCategory(feature: number, search: CategorySearch): GradientSplit | null {
  const best = bestCategorySplit(search);
  if (best === null) return null;
  const cardinality = search.cells.length / 3 - 1;
  const sides = new Uint8Array(cardinality).fill(1);
  for (const bin of best.leftBins) if (bin < cardinality) sides[bin] = 0;
  const missing = search.cells[3 * cardinality];
  // A value missing at prediction, where training saw none missing, goes with the larger side.
  const missingLeft =
    missing > 0 ? best.leftBins.includes(cardinality) : 2 * best.left.count > search.node.count;
  return { feature, cut: 0, missingLeft, gain: best.gain, left: best.left, categories: { feature, sides } };
}

function plus({ count, gradient, hessian }: LeafSums, cells: Float64Array, bin: number): LeafSums {
  return {
    count: count + cells[3 * bin],
    gradient: gradient + cells[3 * bin + 1],
    hessian: hessian + cells[3 * bin + 2],
  };
}

function less(whole: LeafSums, part: LeafSums): LeafSums {
  return {
    count: whole.count - part.count,
    gradient: whole.gradient - part.gradient,
    hessian: whole.hessian - part.hessian,
  };
}
