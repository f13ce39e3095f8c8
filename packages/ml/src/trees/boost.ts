import type { FitProgress, TaskRunner } from "../family";
import { nextTurn } from "../parallel/task";
import type { Random } from "../random";
import { addTreeToScores, type BinnedTable } from "./boosting-data";
import { BoostingKernel } from "./boosting-kernel";
import { CategorySplits, type CategorySplit } from "./category-splits";
import { LeafwiseGrower, type LeafwiseLimits, type Pause } from "./grow-leafwise-tree";
import type { Loss } from "./loss";
import { MAX_FEATURES, type GrownTree } from "./tree-builder";

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
  readonly runner?: TaskRunner;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FitProgress) => void;
}

export interface BoostSide {
  readonly table: BinnedTable;
  readonly y: Float64Array;
  /** Of the training side only; null: every row counts 1. */
  readonly weights?: Float64Array | null;
}

export interface Boosted {
  /** Iteration by iteration, output by output. */
  readonly trees: readonly GrownTree[];
  readonly baseline: readonly number[];
  readonly iterations: number;
  /** What features behind those of the table stand for. */
  readonly categorySplits: readonly CategorySplit[];
}

/** Rows and outputs updated between two turns of the event loop. */
const UPDATES_BETWEEN_TURNS = 200_000;

/** Gradient boosting: every iteration adds one tree an output, fitted to the loss's gradients. */
export async function boost(
  train: BoostSide,
  validation: BoostSide | null,
  options: BoostOptions,
): Promise<Boosted> {
  const { loss, iterations, signal, onProgress } = options;
  const state = new BoostState(train, options);
  const held = validation && { ...validation, scores: startScores(validation.y.length, state.baseline) };
  const stopping = new Stopping(held ? options.patience : null, options.tol);
  const trees: GrownTree[] = [];
  let untilTurn = UPDATES_BETWEEN_TURNS;
  for (let done = 1; done <= iterations; done++) {
    for (let output = 0; output < loss.outputs; output++) {
      const growing = state.grow(output);
      let step = growing.next();
      while (!step.done) {
        await (step.value ?? nextTurn());
        signal?.throwIfAborted();
        step = growing.next();
      }
      trees.push(step.value);
      if (held)
        addTreeToScores(
          step.value,
          held.table,
          null,
          held.scores,
          loss.outputs,
          output,
          state.categorySplits.all,
        );
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
  return {
    trees: trees.slice(0, kept * loss.outputs),
    baseline: state.baseline,
    iterations: kept,
    categorySplits: state.categorySplits.all,
  };
}

function startScores(rowCount: number, baseline: readonly number[]): Float64Array {
  const scores = new Float64Array(rowCount * baseline.length);
  for (let i = 0; i < scores.length; i++) scores[i] = baseline[i % baseline.length];
  return scores;
}

/** The training side: scores, gradients and the rows of the current iteration. */
class BoostState {
  readonly baseline: readonly number[];
  readonly categorySplits: CategorySplits;
  private readonly weights: Float64Array | null;
  private readonly scores: Float64Array;
  private readonly kernel: BoostingKernel;
  private readonly grower: LeafwiseGrower;
  private readonly order: Int32Array;

  constructor(
    private readonly train: BoostSide,
    private readonly options: BoostOptions,
  ) {
    const { loss, limits, runner } = options;
    const rowCount = train.y.length;
    this.weights = train.weights ?? null;
    this.baseline = loss.baseline(train.y, this.weights);
    this.scores = startScores(rowCount, this.baseline);
    this.kernel = new BoostingKernel(
      train.table,
      loss.outputs,
      !loss.unitHessian || this.weights !== null,
      runner,
    );
    this.categorySplits = new CategorySplits(train.table.featureCount, MAX_FEATURES);
    this.grower = new LeafwiseGrower(train.table, this.kernel, limits, this.weights, this.categorySplits);
    this.order = Int32Array.from({ length: rowCount }, (_, row) => row);
    this.derive();
  }

  derive(): number {
    const { gradients, hessians } = this.kernel;
    const { loss } = this.options;
    const mean = loss.derive(this.train.y, this.scores, gradients, hessians);
    if (this.weights) weigh(this.weights, loss, gradients, hessians);
    return mean;
  }

  *grow(output: number): Generator<Pause, GrownTree> {
    const { train, scores, kernel } = this;
    const { loss, random } = this.options;
    const stride = loss.outputs;
    kernel.take(output);
    const { count, others } = this.drawRows();
    const tree = yield* this.grower.grow(count, random, (rows, start, end, value) => {
      for (let i = start; i < end; i++) scores[rows[i] * stride + output] += value;
    });
    if (others.length > 0)
      addTreeToScores(tree, train.table, others, scores, stride, output, this.categorySplits.all);
    return tree;
  }

  /** Rows in ascending order (sequential reads are fastest at the root), drawn without replacement. */
  private drawRows(): { count: number; others: Int32Array } {
    const { order, kernel } = this;
    const { subsample, random } = this.options;
    const count = Math.max(1, Math.round(order.length * subsample));
    if (count === order.length) kernel.rows.set(order);
    else {
      for (let i = 0; i < count; i++) {
        const other = i + random.int(order.length - i);
        const drawn = order[other];
        order[other] = order[i];
        order[i] = drawn;
      }
      kernel.rows.set(order.slice(0, count).sort());
    }
    return { count, others: order.subarray(count) };
  }
}

/** Multiplies each row's gradients and hessians, shape (outputs, rowCount), by its weight. */
function weigh(weights: Float64Array, loss: Loss, gradients: Float64Array, hessians: Float64Array): void {
  for (let at = 0; at < gradients.length; at++) {
    const weight = weights[at % weights.length];
    gradients[at] *= weight;
    hessians[at] = loss.unitHessian ? weight : hessians[at] * weight;
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
