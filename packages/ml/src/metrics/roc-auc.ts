/**
 * Area under the ROC curve: the chance that a random positive ranks above a random negative, ties counting half.
 * Two classes: of class 1. More: one against the rest, averaged over the classes that occur in `y` and do not fill it.
 * `proba` is row-major, shape (n, classCount). NaN when `y` holds a single class.
 */
export function rocAuc(y: Float64Array, proba: Float64Array, classCount: number): number {
  if (classCount === 2) return binaryAuc(y, proba, classCount, 1);
  const areas = Array.from({ length: classCount }, (_, index) => binaryAuc(y, proba, classCount, index));
  const known = areas.filter((area) => !Number.isNaN(area));
  return known.length === 0 ? NaN : known.reduce((sum, area) => sum + area, 0) / known.length;
}

/** Mann and Whitney's statistic over mean ranks. */
function binaryAuc(y: Float64Array, proba: Float64Array, classCount: number, positive: number): number {
  const score = (row: number) => proba[row * classCount + positive];
  const order = Uint32Array.from(y, (_, row) => row).sort((a, b) => score(a) - score(b));
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && score(order[end]) === score(order[start])) end++;
    const meanRank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) {
      if (y[order[i]] !== positive) continue;
      positives++;
      rankSum += meanRank;
    }
    start = end;
  }
  const negatives = y.length - positives;
  if (positives === 0 || negatives === 0) return NaN;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
