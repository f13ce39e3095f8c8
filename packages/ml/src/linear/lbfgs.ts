import { alignDirection, l1Norm, projectToOrthant, pseudoGradient } from "./orthant";

/** A smooth function: writes its gradient at `at` into `gradient` and answers its value. */
export type Objective = (at: Float64Array, gradient: Float64Array) => Promise<number>;

export interface LbfgsOptions {
  readonly maxIter: number;
  /** Stop when no component of the (pseudo-)gradient is larger. */
  readonly tol: number;
  /** Strength of an absolute penalty on each coordinate, added to the objective. */
  readonly l1: Float64Array;
  readonly afterIteration: (iteration: number, value: number, at: Float64Array) => void;
}

export interface LbfgsResult {
  readonly at: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

interface Point {
  readonly at: Float64Array;
  readonly gradient: Float64Array;
  /** The gradient with the absolute penalty's part. */
  readonly pseudo: Float64Array;
  readonly value: number;
}

interface Step {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

const MEMORY = 10;
const SUFFICIENT_DECREASE = 1e-4;
const MAX_HALVINGS = 40;

/**
 * Minimises by limited-memory BFGS (Nocedal and Wright, algorithm 7.5) with backtracking, and by its orthant-wise kind
 * (OWL-QN) where there is an absolute penalty.
 */
export async function minimise(
  objective: Objective,
  start: Float64Array,
  { maxIter, tol, l1, afterIteration }: LbfgsOptions,
): Promise<LbfgsResult> {
  let point = await evaluate(objective, start.slice(), l1);
  let history: Step[] = [];
  for (let iteration = 0; iteration < maxIter; iteration++) {
    if (largest(point.pseudo) <= tol) return { at: point.at, iterations: iteration, converged: true };
    let next = await lineSearch(objective, point, direction(point.pseudo, history), l1);
    if (next === null && history.length > 0) {
      // What was remembered no longer fits: once more along the gradient itself.
      history = [];
      next = await lineSearch(objective, point, direction(point.pseudo, history), l1);
    }
    if (next === null) return { at: point.at, iterations: iteration, converged: false };
    remember(history, point, next);
    point = next;
    afterIteration(iteration + 1, point.value, point.at);
  }
  return { at: point.at, iterations: maxIter, converged: largest(point.pseudo) <= tol };
}

async function evaluate(objective: Objective, at: Float64Array, l1: Float64Array): Promise<Point> {
  const gradient = new Float64Array(at.length);
  const value = (await objective(at, gradient)) + l1Norm(at, l1);
  return { at, gradient, pseudo: pseudoGradient(at, gradient, l1), value };
}

function direction(gradient: Float64Array, history: readonly Step[]): Float64Array {
  const q = gradient.map((value) => -value);
  const alphas = new Float64Array(history.length);
  for (let i = history.length - 1; i >= 0; i--) {
    alphas[i] = history[i].rho * dot(history[i].s, q);
    addScaled(q, history[i].y, -alphas[i]);
  }
  const last = history.at(-1);
  const scale = last ? 1 / (last.rho * dot(last.y, last.y)) : 1 / Math.max(1, Math.sqrt(dot(q, q)));
  for (let i = 0; i < q.length; i++) q[i] *= scale;
  for (let i = 0; i < history.length; i++) {
    addScaled(q, history[i].s, alphas[i] - history[i].rho * dot(history[i].y, q));
  }
  return q;
}

async function lineSearch(
  objective: Objective,
  from: Point,
  along: Float64Array,
  l1: Float64Array,
): Promise<Point | null> {
  alignDirection(along, from.pseudo, l1);
  for (let halving = 0, step = 1; halving < MAX_HALVINGS; halving++, step /= 2) {
    const at = Float64Array.from(from.at, (each, i) => each + step * along[i]);
    projectToOrthant(at, from.at, from.pseudo, l1);
    const expected = at.reduce((sum, value, i) => sum + from.pseudo[i] * (value - from.at[i]), 0);
    if (!(expected < 0)) return null;
    const found = await evaluate(objective, at, l1);
    if (found.value <= from.value + SUFFICIENT_DECREASE * expected) return found;
  }
  return null;
}

function remember(history: Step[], from: Point, to: Point): void {
  const s = to.at.map((value, i) => value - from.at[i]);
  const y = to.gradient.map((value, i) => value - from.gradient[i]);
  const curvature = dot(s, y);
  if (!(curvature > 1e-12 * dot(y, y))) return;
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
