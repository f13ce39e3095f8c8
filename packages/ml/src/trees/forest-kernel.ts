import { FOREST_KERNEL } from "../generated/forest-kernel";
import { MAX_SAMPLES } from "./sorted-criterion";

interface Kernel {
  scanSquaredError(...args: number[]): number;
  markSides(keys: number, leftCount: number, count: number, goesLeft: number): void;
  partKeys(keys: number, count: number, spare: number, goesLeft: number, keepRight: number): void;
}

/** A range of one feature's keys: `from` and `to` are places in `keys`. */
export interface KeyRange {
  readonly keys: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** What a cut is compared by: the sums of the whole node and of what is left of its first key. */
export interface CutSearch {
  readonly keys: Int32Array;
  readonly from: number;
  readonly firstCut: number;
  readonly lastCut: number;
  readonly sum: number;
  readonly weight: number;
  readonly leftSum: number;
  readonly leftWeight: number;
  readonly bestScore: number;
}

const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536;

let compiled: WebAssembly.Module | undefined;

/** Not in use at the moment; a thread grows many trees of the same size one after the other. */
const resting: ForestScratch[] = [];

/** Memory for `capacity` samples of so many features; `rest` gives it back for the next tree. */
export function takeScratch(capacity: number, featureCount: number): ForestScratch {
  const bytes = ForestScratch.bytesFor(capacity, featureCount);
  const found = resting.findIndex((each) => each.bytes === bytes);
  return found < 0 ? new ForestScratch(capacity, featureCount) : resting.splice(found, 1)[0];
}

/** The arrays of a growing tree in the memory of the WebAssembly kernel, and the kernel's loops over them. */
export class ForestScratch {
  readonly bytes: number;
  /** shape (featureCount, capacity) */
  readonly keys: Int32Array;
  /** shape (MAX_SAMPLES): keys of lumped samples, for nodes too large to sort. */
  readonly lumped: Int32Array;
  readonly spare: Int32Array;
  /** By sample. */
  readonly goesLeft: Uint8Array;
  /** shape (samples, 2): sum and weight; always read together. */
  readonly samples: Float64Array;
  private readonly result: Float64Array;
  private readonly kernel: Kernel;

  static bytesFor(capacity: number, featureCount: number): number {
    return 64 + 16 * MAX_SAMPLES + 4 * MAX_SAMPLES + 4 * capacity * (featureCount + 1) + capacity;
  }

  constructor(capacity: number, featureCount: number) {
    this.bytes = ForestScratch.bytesFor(capacity, featureCount);
    const pages = Math.ceil(this.bytes / PAGE_BYTES);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: MAX_PAGES, shared: true });
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(FOREST_KERNEL), (char) => char.charCodeAt(0)));
    this.kernel = new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Kernel;
    const { buffer } = memory;
    this.result = new Float64Array(buffer, 0, 8);
    this.samples = new Float64Array(buffer, 64, 2 * MAX_SAMPLES);
    let at = 64 + this.samples.byteLength;
    const keys = (length: number) => {
      const array = new Int32Array(buffer, at, length);
      at += array.byteLength;
      return array;
    };
    this.lumped = keys(MAX_SAMPLES);
    this.keys = keys(capacity * featureCount);
    this.spare = keys(capacity);
    this.goesLeft = new Uint8Array(buffer, at, capacity);
  }

  rest(): void {
    if (resting.length === 0) resting.push(this);
  }

  /** The place of the best cut that scores above `bestScore`, and its score; null when none does. */
  bestCut(search: CutSearch): { position: number; score: number } | null {
    const { keys, from, firstCut, lastCut, sum, weight, leftSum, leftWeight, bestScore } = search;
    const { kernel, samples, result } = this;
    const position = kernel.scanSquaredError(
      keys.byteOffset,
      from,
      lastCut,
      firstCut,
      samples.byteOffset,
      sum,
      weight,
      leftSum,
      leftWeight,
      bestScore,
      result.byteOffset,
    );
    return position < 0 ? null : { position, score: result[0] };
  }

  /** Remembers which samples go left: those of the keys before `middle`. */
  markSides({ keys, from, to }: KeyRange, middle: number): void {
    const at = keys.byteOffset + 4 * from;
    this.kernel.markSides(at, middle - from, to - from, this.goesLeft.byteOffset);
  }

  /** Parts a range as marked, each side in its old order; the right side is lost unless `keepRight`. */
  part({ keys, from, to }: KeyRange, keepRight: boolean): void {
    const { spare, goesLeft } = this;
    const at = keys.byteOffset + 4 * from;
    this.kernel.partKeys(at, to - from, spare.byteOffset, goesLeft.byteOffset, keepRight ? 1 : 0);
  }
}
