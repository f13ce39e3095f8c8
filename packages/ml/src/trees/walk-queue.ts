import type { TaskRunner } from "../family";
import { LANES, type BlockWalker, type WalkBlock } from "./block-walker";
import { encodeRows, type TreeEnsemble } from "./ensemble";

/** Rows somebody waits for. */
interface Call {
  readonly data: Float64Array;
  readonly rowCount: number;
  /** Shape (rowCount, outputs). */
  readonly sums: Float64Array;
  /** Rows already in a block, and rows whose sums are back. */
  placed: number;
  answered: number;
  resolve(): void;
}

/** A block with rows of one or more calls. */
interface Filling {
  readonly block: WalkBlock;
  rows: number;
  readonly parts: { call: Call; from: number; count: number; at: number }[];
}

/**
 * Adds trees to rows on another thread. Rows of calls that come while a block is walked share the next one: reading
 * the trees is most of the work of a walk, and then it is done once for all of them.
 */
export class WalkQueue {
  readonly #ensemble: TreeEnsemble;
  readonly #walker: BlockWalker;
  readonly #runner: TaskRunner;
  readonly #waiting: Call[] = [];
  readonly #free: WalkBlock[];
  #filling: Filling | null = null;
  #walking = false;

  constructor(ensemble: TreeEnsemble, walker: BlockWalker, runner: TaskRunner) {
    this.#ensemble = ensemble;
    this.#walker = walker;
    this.#runner = runner;
    this.#free = walker.blocks.slice(1);
  }

  /** As `addTrees`; resolves when `sums` is complete. */
  add(data: Float64Array, rowCount: number, sums: Float64Array): Promise<void> {
    return new Promise((resolve) => {
      if (rowCount === 0) return resolve();
      this.#waiting.push({ data, rowCount, sums, placed: 0, answered: 0, resolve });
      this.#fill();
      this.#walkNext();
    });
  }

  /** Moves waiting rows into the block being filled, as far as there is room. */
  #fill(): void {
    const { outputs } = this.#ensemble;
    while (this.#waiting.length > 0) {
      const block = this.#filling?.block ?? this.#free.pop();
      if (!block) return;
      const filling = (this.#filling ??= { block, rows: 0, parts: [] });
      const [call] = this.#waiting;
      const count = Math.min(this.#walker.maxRows - filling.rows, call.rowCount - call.placed);
      if (count === 0) return;
      const part = { call, from: call.placed, count, at: filling.rows };
      encodeRows(this.#ensemble, call.data, part.from, count, block.codes, { lanes: LANES, at: part.at });
      block.sums.set(ownSums(part, outputs), part.at * outputs);
      filling.parts.push(part);
      filling.rows += count;
      call.placed += count;
      if (call.placed === call.rowCount) this.#waiting.shift();
    }
  }

  #walkNext(): void {
    const filling = this.#filling;
    if (this.#walking || filling === null) return;
    this.#walking = true;
    this.#filling = null;
    const order = filling.block.order(filling.rows);
    const walked = this.#runner.run("trees/walk_block", [order]).catch(() => {
      // The thread died, or there is none any more: the answer is worth more than this thread's time.
      this.#walkHere(filling);
    });
    void walked.then(() => this.#take(filling));
  }

  #walkHere({ parts, block, rows }: Filling): void {
    const { outputs } = this.#ensemble;
    const [own] = this.#walker.blocks;
    for (const part of parts) block.sums.set(ownSums(part, outputs), part.at * outputs);
    own.codes.set(block.codes);
    own.sums.set(block.sums);
    this.#walker.walk(rows);
    block.sums.set(own.sums);
  }

  #take({ parts, block }: Filling): void {
    const { outputs } = this.#ensemble;
    const done: Call[] = [];
    for (const part of parts) {
      const from = part.at * outputs;
      ownSums(part, outputs).set(block.sums.subarray(from, from + part.count * outputs));
      part.call.answered += part.count;
      if (part.call.answered === part.call.rowCount) done.push(part.call);
    }
    this.#free.push(block);
    this.#walking = false;
    this.#fill();
    this.#walkNext();
    for (const call of done) call.resolve();
  }
}

function ownSums(
  { call, from, count }: { call: Call; from: number; count: number },
  outputs: number,
): Float64Array {
  return call.sums.subarray(from * outputs, (from + count) * outputs);
}
