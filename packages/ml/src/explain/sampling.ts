import { createRandom, type Random } from "../random";
import { EXPLAIN_DEFAULTS, type Explanation, type ExplainOptions } from "./explanation";

/** Rows to explain and background rows, of which mixed rows can be made and answered. */
export interface MixedRows {
  /** What is given credit: features, or the columns of a table. */
  readonly players: readonly string[];
  readonly outputs: number;
  readonly rowCount: number;
  readonly backgroundCount: number;
  /**
   * Answers of mixed rows, shape (count, outputs). Mixed row `i` takes player `p` from row `sources[i * players + p]`;
   * background rows are numbered after the rows to explain.
   */
  answer(sources: Int32Array, count: number): Float64Array;
}

/** Cells of mixed rows that are answered together. */
const BATCH_CELLS = 32_768;

/**
 * Shapley values by sampling orders of the players (Štrumbelj and Kononenko 2014), each together with its reverse
 * (Mitchell et al. 2022, "Sampling Permutations for Shapley Value Estimation"). Every background row is used equally
 * often and every order runs from it all the way to the explained row, so that the values sum exactly to the
 * prediction less the mean over the background, however few orders are drawn; where at most two players interact
 * they are exact. The orders do not depend on the row, nor its values on the rows beside it. Yields after every batch.
 */
export function* sampleShapley(
  rows: MixedRows,
  quantity: Explanation["quantity"],
  options: Pick<ExplainOptions, "permutationPairs" | "seed" | "onProgress">,
): Generator<undefined, Explanation> {
  const { players, outputs, rowCount, backgroundCount } = rows;
  const { permutationPairs = EXPLAIN_DEFAULTS.permutationPairs, seed = EXPLAIN_DEFAULTS.seed } = options;
  const pairs = Math.max(1, Math.floor(permutationPairs));
  const random = createRandom(seed);
  const predictions = yield* unmixed(rows, 0, rowCount);
  const expected = yield* unmixed(rows, rowCount, backgroundCount);
  const values = new Float64Array(rowCount * outputs * players.length);
  const batch = new Batch(rows, values, 1 / (backgroundCount * pairs * 2));
  for (let row = 0; row < rowCount; row++) {
    for (let other = 0; other < backgroundCount; other++) {
      for (let pair = 0; pair < pairs; pair++) {
        const order = randomOrder(players.length, random.fork(`${other}:${pair}`));
        for (let turn = 0; turn < 2; turn++, order.reverse()) {
          batch.ends(row, order, predictions, expected, other);
          for (let joined = 0; joined + 1 < order.length; joined++)
            if (batch.add(row, rowCount + other, order, joined)) yield;
        }
      }
    }
    batch.flush();
    yield;
    options.onProgress?.({ done: row + 1, total: rowCount });
  }
  const base = new Float64Array(outputs);
  for (let i = 0; i < expected.length; i++) base[i % outputs] += expected[i] / backgroundCount;
  return {
    method: "sampling",
    quantity,
    rowCount,
    featureNames: players,
    outputs,
    base,
    predictions,
    values,
  };
}

function randomOrder(length: number, random: Random): Int32Array {
  return random.shuffle(Int32Array.from({ length }, (_, player) => player));
}

/** The answers of whole rows, a batch at a time. */
function* unmixed(rows: MixedRows, from: number, count: number): Generator<undefined, Float64Array> {
  const width = rows.players.length;
  const answers = new Float64Array(count * rows.outputs);
  const most = batchRows(width);
  for (let start = 0; start < count; start += most) {
    const size = Math.min(most, count - start);
    const sources = Int32Array.from({ length: size * width }, (_, i) => from + start + Math.floor(i / width));
    answers.set(rows.answer(sources, size), start * rows.outputs);
    yield;
  }
  return answers;
}

function batchRows(width: number): number {
  return Math.max(16, Math.floor(BATCH_CELLS / width));
}

/** Mixed rows that wait to be answered: each speaks for the player that joined and against the one that joins next. */
class Batch {
  private readonly capacity: number;
  private readonly sources: Int32Array;
  private readonly gains: Int32Array;
  private readonly losses: Int32Array;
  private size = 0;

  constructor(
    private readonly rows: MixedRows,
    private readonly values: Float64Array,
    private readonly weight: number,
  ) {
    const width = rows.players.length;
    this.capacity = batchRows(width);
    this.sources = new Int32Array(this.capacity * width);
    this.gains = new Int32Array(this.capacity);
    this.losses = new Int32Array(this.capacity);
  }

  /** An order starts with the background row alone and ends with the explained one; both are known. */
  ends(
    row: number,
    order: Int32Array,
    predictions: Float64Array,
    expected: Float64Array,
    other: number,
  ): void {
    const { outputs } = this.rows;
    for (let k = 0; k < outputs; k++) {
      this.values[this.place(row, order[0], k)] -= this.weight * expected[other * outputs + k];
      this.values[this.place(row, order[order.length - 1], k)] +=
        this.weight * predictions[row * outputs + k];
    }
  }

  /** Adds the row in which the players up to `order[joined]` are the explained row's; true when it answered. */
  add(row: number, other: number, order: Int32Array, joined: number): boolean {
    const width = order.length;
    const at = this.size * width;
    this.sources.fill(other, at, at + width);
    for (let i = 0; i <= joined; i++) this.sources[at + order[i]] = row;
    this.gains[this.size] = this.place(row, order[joined], 0);
    this.losses[this.size] = this.place(row, order[joined + 1], 0);
    if (++this.size < this.capacity) return false;
    this.flush();
    return true;
  }

  flush(): void {
    if (this.size === 0) return;
    const { outputs, players } = this.rows;
    const answers = this.rows.answer(this.sources, this.size);
    for (let i = 0; i < this.size; i++) {
      for (let k = 0; k < outputs; k++) {
        const share = this.weight * answers[i * outputs + k];
        this.values[this.gains[i] + k * players.length] += share;
        this.values[this.losses[i] + k * players.length] -= share;
      }
    }
    this.size = 0;
  }

  private place(row: number, player: number, output: number): number {
    const { outputs, players } = this.rows;
    return (row * outputs + output) * players.length + player;
  }
}
