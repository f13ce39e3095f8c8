import type { FitProgress } from "../family";
import { nextTurn } from "../parallel/task";
import type { Random } from "../random";
import { addTreeToScores, type BinnedTable } from "./boosting-data";
import { LeafwiseGrower, type LeafwiseLimits } from "./grow-leafwise-tree";
import type { Loss } from "./loss";
import type { GrownTree } from "./tree-builder";

export interface BoostOptions {
  readonly loss: Loss;
  readonly limits: LeafwiseLimits;
  readonly iterations: number;
  /** Share of the rows each iteration learns from. */
  readonly subsample: number;
  /** Stop when the validation loss has not fallen by `tol` for so many iterations; null: never. */
  readonly patience: number | null;
  readonly tol: number;
  readonly random: Random;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FitProgress) => void;
}

export interface BoostSide {
  readonly table: BinnedTable;
  readonly y: Float64Array;
}

export interface Boosted {
  /** Iteration by iteration, output by output. */
  readonly trees: readonly GrownTree[];
  readonly baseline: readonly number[];
  readonly iterations: number;
}

/** Rows and outputs updated between two turns of the event loop. */
const UPDATES_BETWEEN_TURNS = 200_000;

/** Gradient boosting: every iteration adds one tree an output, fitted to the loss's gradients. */
export async function boost(
  train: BoostSide,
  validation: BoostSide | null,
  options: BoostOptions,
): Promise<Boosted> {
  const { loss, limits, iterations, signal, onProgress } = options;
  const state = new BoostState(train, loss, limits, options.subsample, options.random);
  const held = validation && { ...validation, scores: startScores(validation.y.length, state.baseline) };
  const stopping = new Stopping(held ? options.patience : null, options.tol);
  const trees: GrownTree[] = [];
  let untilTurn = UPDATES_BETWEEN_TURNS;
  for (let done = 1; done <= iterations; done++) {
    for (let output = 0; output < loss.outputs; output++) {
      const growing = state.grow(output);
      let step = growing.next();
      while (!step.done) {
        await nextTurn();
        signal?.throwIfAborted();
        step = growing.next();
      }
      trees.push(step.value);
      if (held) addTreeToScores(step.value, held.table, null, held.scores, loss.outputs, output);
    }
    const metrics: Record<string, number> = { train_loss: state.derive() };
    if (held) metrics["validation_loss"] = loss.mean(held.y, held.scores);
    const stops = stopping.after(done, metrics["validation_loss"]);
    onProgress?.({ done, total: stops ? done : iterations, metrics });
    if (stops) break;
    untilTurn -= train.y.length * loss.outputs;
    if (untilTurn > 0) continue;
    untilTurn = UPDATES_BETWEEN_TURNS;
    await nextTurn();
    signal?.throwIfAborted();
  }
  const kept = stopping.best ?? trees.length / loss.outputs;
  return { trees: trees.slice(0, kept * loss.outputs), baseline: state.baseline, iterations: kept };
}

function startScores(rowCount: number, baseline: readonly number[]): Float64Array {
  const scores = new Float64Array(rowCount * baseline.length);
  for (let i = 0; i < scores.length; i++) scores[i] = baseline[i % baseline.length];
  return scores;
}

/** The training side: scores, gradients and the rows of the current iteration. */
class BoostState {
  readonly baseline: readonly number[];
  private readonly scores: Float64Array;
  private readonly gradients: Float64Array;
  private readonly hessians: Float64Array;
  private readonly grower: LeafwiseGrower;
  private readonly order: Int32Array;

  constructor(
    private readonly train: BoostSide,
    private readonly loss: Loss,
    limits: LeafwiseLimits,
    private readonly subsample: number,
    private readonly random: Random,
  ) {
    const rowCount = train.y.length;
    this.baseline = loss.baseline(train.y);
    this.scores = startScores(rowCount, this.baseline);
    this.gradients = new Float64Array(rowCount * loss.outputs);
    this.hessians = new Float64Array(loss.unitHessian ? 0 : rowCount * loss.outputs);
    this.grower = new LeafwiseGrower(train.table, limits, loss.unitHessian);
    this.order = Int32Array.from({ length: rowCount }, (_, row) => row);
    this.derive();
  }

  derive(): number {
    return this.loss.derive(this.train.y, this.scores, this.gradients, this.hessians);
  }

  *grow(output: number): Generator<undefined, GrownTree> {
    const { train, loss, scores } = this;
    const rowCount = train.y.length;
    const gradients = this.gradients.subarray(output * rowCount, (output + 1) * rowCount);
    const hessians = loss.unitHessian
      ? this.hessians
      : this.hessians.subarray(output * rowCount, (output + 1) * rowCount);
    const { rows, others } = this.drawRows();
    const stride = loss.outputs;
    const tree = yield* this.grower.grow(rows, gradients, hessians, this.random, (of, start, end, value) => {
      for (let i = start; i < end; i++) scores[of[i] * stride + output] += value;
    });
    if (others.length > 0) addTreeToScores(tree, train.table, others, scores, stride, output);
    return tree;
  }

  /** Rows in ascending order (sequential reads are fastest at the root), drawn without replacement. */
  private drawRows(): { rows: Int32Array; others: Int32Array } {
    const { order, subsample } = this;
    const count = Math.max(1, Math.round(order.length * subsample));
    if (count === order.length) return { rows: order.slice(), others: order.subarray(0, 0) };
    for (let i = 0; i < count; i++) {
      const other = i + this.random.int(order.length - i);
      const drawn = order[other];
      order[other] = order[i];
      order[i] = drawn;
    }
    return { rows: order.slice(0, count).sort(), others: order.subarray(count) };
  }
}

/** Remembers the best validation loss. */
class Stopping {
  best: number | null = null;
  private bestLoss = Number.POSITIVE_INFINITY;

  constructor(
    private readonly patience: number | null,
    private readonly tol: number,
  ) {}

  after(iteration: number, validationLoss: number | undefined): boolean {
    if (this.patience === null || validationLoss === undefined) return false;
    if (this.best === null || validationLoss < this.bestLoss - this.tol) {
      this.bestLoss = validationLoss;
      this.best = iteration;
    }
    return iteration - this.best >= this.patience;
  }
}
