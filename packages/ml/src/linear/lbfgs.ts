/** A smooth function: writes its gradient at `at` into `gradient` and answers its value. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  readonly maxIter: number;
  /** Stop when no component of the gradient is larger. */
  readonly tol: number;
  readonly afterIteration: (iteration: number, value: number, at: Float64Array) => Promise<void>;
}

export interface LbfgsResult {
  readonly at: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

interface Step {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

const MEMORY = 10;
const SUFFICIENT_DECREASE = 1e-4;
const MAX_HALVINGS = 40;

/** Minimises by limited-memory BFGS (Nocedal and Wright, algorithm 7.5) with backtracking. */
export async function minimise(
  objective: Objective,
  start: Float64Array,
  options: LbfgsOptions,
): Promise<LbfgsResult> {
  let at = start.slice();
  let gradient = new Float64Array(at.length);
  let value = objective(at, gradient);
  const history: Step[] = [];
  for (let iteration = 0; iteration < options.maxIter; iteration++) {
    if (largest(gradient) <= options.tol) return { at, iterations: iteration, converged: true };
    const next = lineSearch(objective, at, value, gradient, direction(gradient, history));
    if (next === null) return { at, iterations: iteration, converged: largest(gradient) <= options.tol };
    remember(history, at, next.at, gradient, next.gradient);
    ({ at, gradient, value } = next);
    await options.afterIteration(iteration + 1, value, at);
  }
  return { at, iterations: options.maxIter, converged: largest(gradient) <= options.tol };
}

function direction(gradient: Float64Array, history: readonly Step[]): Float64Array {
  const q = gradient.map((value) => -value);
  const alphas = new Float64Array(history.length);
  for (let i = history.length - 1; i >= 0; i--) {
    alphas[i] = history[i].rho * dot(history[i].s, q);
    addScaled(q, history[i].y, -alphas[i]);
  }
  const last = history.at(-1);
  if (last) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let i = 0; i < q.length; i++) q[i] *= scale;
  } else {
    const scale = 1 / Math.max(1, Math.sqrt(dot(q, q)));
    for (let i = 0; i < q.length; i++) q[i] *= scale;
  }
  for (let i = 0; i < history.length; i++) {
    addScaled(q, history[i].s, alphas[i] - history[i].rho * dot(history[i].y, q));
  }
  return q;
}

function lineSearch(
  objective: Objective,
  from: Float64Array,
  value: number,
  gradient: Float64Array,
  along: Float64Array,
): { at: Float64Array<ArrayBuffer>; gradient: Float64Array<ArrayBuffer>; value: number } | null {
  const slope = dot(gradient, along);
  const nextGradient = new Float64Array(from.length);
  for (let halving = 0, step = 1; halving < MAX_HALVINGS; halving++, step /= 2) {
    const at = Float64Array.from(from, (each, i) => each + step * along[i]);
    const found = objective(at, nextGradient);
    if (found <= value + SUFFICIENT_DECREASE * step * slope)
      return { at, gradient: nextGradient, value: found };
  }
  return null;
}

function remember(
  history: Step[],
  at: Float64Array,
  nextAt: Float64Array,
  gradient: Float64Array,
  nextGradient: Float64Array,
): void {
  const s = nextAt.map((value, i) => value - at[i]);
  const y = nextGradient.map((value, i) => value - gradient[i]);
  const curvature = dot(s, y);
  if (curvature <= 1e-12 * dot(y, y)) return;
  history.push({ s, y, rho: 1 / curvature });
  if (history.length > MEMORY) history.shift();
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(into: Float64Array, values: Float64Array, factor: number): void {
  for (let i = 0; i < into.length; i++) into[i] += factor * values[i];
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
