import { firstMissing, SAMPLE_MASK, type SortedCriterion, type SortedSplit } from "./sorted-criterion";

/**
 * Gini impurity or entropy. Both are sums over classes of a term of the class's weight, so a pass over sorted samples
 * only updates one class's term on each side: `score = side(left) + side(right)`, higher is purer.
 */
export class ClassImpurity implements SortedCriterion {
  readonly best: SortedSplit = { gain: Number.NEGATIVE_INFINITY, position: 0, missingLeft: false };
  /** A binary tree stores the probability of class 1 only. */
  readonly outputs: number;
  private readonly classes: Uint16Array;
  private readonly weights: Float64Array;
  private readonly total: Float64Array;
  private readonly left: Float64Array;
  private readonly right: Float64Array;
  private weight = 0;

  constructor(
    private readonly classCount: number,
    private readonly entropy: boolean,
    capacity: number,
  ) {
    this.outputs = classCount === 2 ? 1 : classCount;
    this.classes = new Uint16Array(capacity);
    this.weights = new Float64Array(capacity);
    this.total = new Float64Array(classCount);
    this.left = new Float64Array(classCount);
    this.right = new Float64Array(classCount);
  }

  setSample(sample: number, total: number, weight: number): void {
    this.classes[sample] = total;
    this.weights[sample] = weight;
  }

  isPure(keys: Int32Array, from: number, to: number): boolean {
    const classes = this.classes;
    const first = classes[keys[from] & SAMPLE_MASK];
    for (let i = from + 1; i < to; i++) if (classes[keys[i] & SAMPLE_MASK] !== first) return false;
    return true;
  }

  enter(keys: Int32Array, from: number, to: number): void {
    const { classes, weights, total } = this;
    total.fill(0);
    let weight = 0;
    for (let i = from; i < to; i++) {
      const sample = keys[i] & SAMPLE_MASK;
      total[classes[sample]] += weights[sample];
      weight += weights[sample];
    }
    this.weight = weight;
    this.best.gain = Number.NEGATIVE_INFINITY;
  }

  scan(keys: Int32Array, from: number, to: number, minSamplesLeaf: number): boolean {
    const missing = firstMissing(keys, from, to);
    const found = this.scanCuts(keys, from, to, to, minSamplesLeaf);
    if (missing === to || missing - from < 2) return found;
    return this.scanCuts(keys, from, missing, to, minSamplesLeaf) || found;
  }

  /** Tries the cuts inside `keys[from..end)`; the samples `keys[end..to)` are on the left from the start. */
  private scanCuts(keys: Int32Array, from: number, end: number, to: number, minSamplesLeaf: number): boolean {
    const { classes, weights, total, left, right, weight, entropy } = this;
    const mask = SAMPLE_MASK;
    left.fill(0);
    for (let i = end; i < to; i++) left[classes[keys[i] & mask]] += weights[keys[i] & mask];
    let leftWeight = 0;
    let leftTerms = 0;
    let rightTerms = 0;
    let totalTerms = 0;
    for (let k = 0; k < total.length; k++) {
      right[k] = total[k] - left[k];
      leftWeight += left[k];
      leftTerms += term(left[k], entropy);
      rightTerms += term(right[k], entropy);
      totalTerms += term(total[k], entropy);
    }
    const base = side(totalTerms, weight, entropy);
    const firstCut = from + minSamplesLeaf - (to - end);
    const lastCut = Math.min(end - 1, end - minSamplesLeaf);
    let bestScore = this.best.gain + base;
    let bestPosition = -1;
    let previous = keys[from];
    for (let i = from; i <= lastCut; i++) {
      const key = keys[i];
      if ((key ^ previous) > mask && i >= firstCut) {
        const score = side(leftTerms, leftWeight, entropy) + side(rightTerms, weight - leftWeight, entropy);
        if (score > bestScore) {
          bestScore = score;
          bestPosition = i;
        }
      }
      const sample = key & mask;
      const k = classes[sample];
      const added = weights[sample];
      leftTerms += term(left[k] + added, entropy) - term(left[k], entropy);
      rightTerms += term(right[k] - added, entropy) - term(right[k], entropy);
      left[k] += added;
      right[k] -= added;
      leftWeight += added;
      previous = key;
    }
    if (bestPosition < 0) return false;
    this.best.gain = bestScore - base;
    this.best.position = bestPosition;
    this.best.missingLeft = end < to;
    return true;
  }

  writeLeaf(keys: Int32Array, from: number, to: number, leaves: Float64Array, at: number): void {
    this.enter(keys, from, to);
    if (this.classCount === 2) {
      leaves[at] = this.total[1] / this.weight;
      return;
    }
    for (let k = 0; k < this.classCount; k++) leaves[at + k] = this.total[k] / this.weight;
  }
}

function term(weight: number, entropy: boolean): number {
  if (!entropy) return weight * weight;
  return weight > 0 ? weight * Math.log2(weight) : 0;
}

/** Minus the weighted impurity of one side, up to a constant both sides share. */
function side(terms: number, weight: number, entropy: boolean): number {
  if (!entropy) return terms / weight;
  return terms - weight * Math.log2(weight);
}
