/** exp(-x^2) where x^2 has few bits, then the rest: the product keeps its digits for large x (Cody). */
function expMinusSquare(x: number): number {
  const rounded = Math.trunc(x * 16) / 16;
  return Math.exp(-rounded * rounded) * Math.exp(-(x - rounded) * (x + rounded));
}

const A = [
  3.1611237438705656, 113.864154151050156, 377.485237685302021, 3209.37758913846947, 0.185777706184603153,
];
const B = [23.6012909523441209, 244.024637934444173, 1282.61652607737228, 2844.23683343917062];
const C = [
  0.564188496988670089, 8.88314979438837594, 66.1191906371416295, 298.635138197400131, 881.95222124176909,
  1712.04761263407058, 2051.07837782607147, 1230.33935479799725, 2.15311535474403846e-8,
];
const D = [
  15.7449261107098347, 117.693950891312499, 537.181101862009858, 1621.38957456669019, 3290.79923573345963,
  4362.61909014324716, 3439.36767414372164, 1230.33935480374942,
];
const P = [
  0.305326634961232344, 0.360344899949804439, 0.125781726111229246, 0.0160837851487422766,
  0.000658749161529837803, 0.0163153871373020978,
];
const Q = [
  2.56852019228982242, 1.87295284992346047, 0.527905102951428412, 0.0605183413124413191,
  0.00233520497626869185,
];
const ONE_BY_ROOT_PI = 0.56418958354775628695;

/** p[last] x^n + p[0] x^(n-1) + ... over x^n + q[0] x^(n-1) + ...: the form of Cody's tables. */
function ratio(p: readonly number[], q: readonly number[], x: number): number {
  let above = p[p.length - 1] * x;
  let below = x;
  for (let i = 0; i < q.length - 1; i++) {
    above = (above + p[i]) * x;
    below = (below + q[i]) * x;
  }
  return (above + p[q.length - 1]) / (below + q[q.length - 1]);
}

/**
 * The complementary error function to about 15 digits, in the far tail too (W. J. Cody, "Rational Chebyshev
 * Approximations for the Error Function", Mathematics of Computation 23, 1969).
 */
export function erfc(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.46875) return 1 - x * ratio(A, B, size * size);
  const tail = size <= 4 ? expMinusSquare(size) * ratio(C, D, size) : farTail(size);
  return x < 0 ? 2 - tail : tail;
}

function farTail(size: number): number {
  if (size >= 26.543) return 0;
  const inverse = 1 / (size * size);
  return (expMinusSquare(size) * (ONE_BY_ROOT_PI - inverse * ratio(P, Q, inverse))) / size;
}

/** The probability that a standard normal lies between `low` and `high`, exact in both tails. */
export function normalMass(low: number, high: number): number {
  if (low > 0) return normalMass(-high, -low);
  return 0.5 * (erfc(-high * Math.SQRT1_2) - erfc(-low * Math.SQRT1_2));
}

const LOG_ROOT_TWO_PI = 0.9189385332046727;

/** The logarithm of the standard normal density. */
export function normalLogDensity(x: number): number {
  return -0.5 * x * x - LOG_ROOT_TWO_PI;
}
