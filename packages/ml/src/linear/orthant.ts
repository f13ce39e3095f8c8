/**
 * The parts of OWL-QN that differ from L-BFGS (Andrew and Gao, "Scalable training of L1-regularized log-linear models",
 * ICML 2007). `l1` is the strength of the absolute penalty on each coordinate.
 */

/** The steepest one-sided slope of f + l1 |at|, 0 where neither side falls; shape as `at`. */
export function pseudoGradient(at: Float64Array, gradient: Float64Array, l1: Float64Array): Float64Array {
  return gradient.map((slope, i) => {
    if (at[i] !== 0) return slope + Math.sign(at[i]) * l1[i];
    if (slope + l1[i] < 0) return slope + l1[i];
    return slope - l1[i] > 0 ? slope - l1[i] : 0;
  });
}

/** Drops, in place, the parts of a direction that do not fall along the pseudo-gradient. */
export function alignDirection(direction: Float64Array, pseudo: Float64Array, l1: Float64Array): void {
  for (let i = 0; i < direction.length; i++) {
    if (l1[i] > 0 && direction[i] * pseudo[i] >= 0) direction[i] = 0;
  }
}

/** Sets to 0, in place, the penalised coordinates that left the orthant of `from` (or, at 0, that of the descent). */
export function projectToOrthant(
  next: Float64Array,
  from: Float64Array,
  pseudo: Float64Array,
  l1: Float64Array,
): void {
  for (let i = 0; i < next.length; i++) {
    const side = from[i] !== 0 ? from[i] : -pseudo[i];
    if (l1[i] > 0 && next[i] * side <= 0) next[i] = 0;
  }
}

export function l1Norm(at: Float64Array, l1: Float64Array): number {
  return at.reduce((sum, value, i) => sum + l1[i] * Math.abs(value), 0);
}
