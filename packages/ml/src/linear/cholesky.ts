import { breather } from "../parallel/breath";

/** A pivot this small beside its diagonal is rounding, not information. */
const SMALLEST_PIVOT = 1e-12;

/**
 * Solves A w = b for a symmetric positive semi-definite A of which only the lower triangle is read; row-major, overwritten
 * by its Cholesky factor. A column that depends on those before it gets the weight 0, so collinear columns do no harm.
 */
export async function solvePositive(
  a: Float64Array,
  b: Float64Array,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const n = b.length;
  await factorise(a, n, signal);
  const w = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) w[i] -= a[i * n + k] * w[k];
    w[i] /= a[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) w[i] -= a[k * n + i] * w[k];
    w[i] /= a[i * n + i];
  }
  return w;
}

/** An infinite pivot with nothing below it makes its weight 0 in both substitutions. */
async function factorise(a: Float64Array, n: number, signal?: AbortSignal): Promise<void> {
  const breathe = breather(signal);
  for (let j = 0; j < n; j++) {
    const diagonal = a[j * n + j];
    let pivot = diagonal;
    for (let k = 0; k < j; k++) pivot -= a[j * n + k] ** 2;
    const dependent = !(pivot > SMALLEST_PIVOT * diagonal);
    a[j * n + j] = dependent ? Infinity : Math.sqrt(pivot);
    for (let i = j + 1; i < n; i++) {
      let value = a[i * n + j];
      for (let k = 0; k < j; k++) value -= a[i * n + k] * a[j * n + k];
      a[i * n + j] = dependent ? 0 : value / a[j * n + j];
    }
    const pausing = breathe((n - j) * (j + 1));
    if (pausing) await pausing;
  }
}
