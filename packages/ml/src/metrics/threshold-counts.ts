/**
 * What a classifier of two classes calls positive as its threshold falls: one entry for each distinct score, highest
 * first. Every ranking score and curve is read from it.
 */
export interface ThresholdCounts {
  /** shape (k), falling; a row is called positive when its score is at least the threshold */
  readonly thresholds: Float64Array;
  /** shape (k): positive rows called positive, or their weight */
  readonly truePositives: Float64Array;
  /** shape (k): other rows called positive, or their weight */
  readonly falsePositives: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

export interface ThresholdOptions {
  /** The class that `score` is the probability of; all others are negative. */
  readonly positive?: number;
  /** shape (n); rows of no weight are left out */
  readonly weights?: Float64Array;
}

/** Counts by threshold of class indexes `y` and scores, both of shape (n). A score that is NaN ranks last. */
export function thresholdCounts(
  y: Float64Array,
  score: Float64Array,
  { positive = 1, weights }: ThresholdOptions = {},
): ThresholdCounts {
  if (y.length !== score.length) throw new RangeError(`${y.length} true values and ${score.length} scores.`);
  return weights ? countWeights(y, score, positive, weights) : countRows(y, score, positive);
}

/** One column of row-major probabilities of shape (n, classCount). */
export function classColumn(proba: Float64Array, classCount: number, index: number): Float64Array {
  const column = new Float64Array(classCount === 0 ? 0 : proba.length / classCount);
  for (let row = 0; row < column.length; row++) column[row] = proba[row * classCount + index];
  return column;
}

/** Both sides sorted natively and merged: on a million rows far quicker than sorting row numbers by their score. */
function countRows(y: Float64Array, score: Float64Array, positive: number): ThresholdCounts {
  const ranked = score.map((value) => (Number.isNaN(value) ? -Infinity : value));
  const high = ranked.filter((_, row) => y[row] === positive).sort();
  const low = ranked.filter((_, row) => y[row] !== positive).sort();
  const found = emptyCounts(y.length);
  let p = high.length;
  let n = low.length;
  let count = 0;
  while (p > 0 || n > 0) {
    const threshold = n === 0 || (p > 0 && high[p - 1] > low[n - 1]) ? high[p - 1] : low[n - 1];
    while (p > 0 && high[p - 1] === threshold) p--;
    while (n > 0 && low[n - 1] === threshold) n--;
    found.thresholds[count] = threshold;
    found.truePositives[count] = high.length - p;
    found.falsePositives[count++] = low.length - n;
  }
  return cut(found, count);
}

function countWeights(
  y: Float64Array,
  score: Float64Array,
  positive: number,
  weights: Float64Array,
): ThresholdCounts {
  const ranked = score.map((value) => (Number.isNaN(value) ? -Infinity : value));
  const order = Uint32Array.from(y, (_, row) => row)
    .filter((row) => weights[row] !== 0)
    .sort((a, b) => (ranked[a] < ranked[b] ? 1 : ranked[a] > ranked[b] ? -1 : 0));
  const found = emptyCounts(order.length);
  let truePositives = 0;
  let falsePositives = 0;
  let count = 0;
  for (let i = 0; i < order.length; i++) {
    const row = order[i];
    if (y[row] === positive) truePositives += weights[row];
    else falsePositives += weights[row];
    if (i + 1 < order.length && ranked[order[i + 1]] === ranked[row]) continue;
    found.thresholds[count] = ranked[row];
    found.truePositives[count] = truePositives;
    found.falsePositives[count++] = falsePositives;
  }
  return cut(found, count);
}

function emptyCounts(length: number) {
  return {
    thresholds: new Float64Array(length),
    truePositives: new Float64Array(length),
    falsePositives: new Float64Array(length),
  };
}

function cut(found: ReturnType<typeof emptyCounts>, count: number): ThresholdCounts {
  const truePositives = found.truePositives.slice(0, count);
  const falsePositives = found.falsePositives.slice(0, count);
  return {
    thresholds: found.thresholds.slice(0, count),
    truePositives,
    falsePositives,
    positives: truePositives[count - 1] ?? 0,
    negatives: falsePositives[count - 1] ?? 0,
  };
}
