import { FOREST_KERNEL } from "../generated/forest-kernel";
import { MAX_SAMPLES } from "./sorted-criterion";

interface Kernel {
  scanSquaredError(
    keys: number,
    first: number,
    last: number,
    earliest: number,
    samples: number,
    sum: number,
    weight: number,
    leftSum: number,
    leftWeight: number,
    best: number,
    result: number,
  ): number;
  markSides(keys: number, leftCount: number, count: number, goesLeft: number): void;
  partKeys(keys: number, count: number, spare: number, goesLeft: number, keepRight: number): void;
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
  private readonly keysAt: number;
  private readonly spareAt: number;
  private readonly goesLeftAt: number;
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
    this.keysAt = this.keys.byteOffset;
    this.spareAt = this.spare.byteOffset;
    this.goesLeftAt = at;
  }

  rest(): void {
    if (resting.length === 0) resting.push(this);
  }

  /** The score of the cut that `bestCut` found. */
  get score(): number {
    return this.result[0];
  }

  /**
   * Of the cuts of `keys[from..lastCut]` from `firstCut` on: the place of the best that scores above `bestScore`, or -1.
   * `sum` and `weight` are the node's, `leftSum` and `leftWeight` those of what is left of the first key. Numbers instead
   * of an object: this is called for every feature of every node.
   */
  bestCut(
    keys: Int32Array,
    from: number,
    firstCut: number,
    lastCut: number,
    sum: number,
    weight: number,
    leftSum: number,
    leftWeight: number,
    bestScore: number,
  ): number {
    const { kernel, samples, result } = this;
    return kernel.scanSquaredError(
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
  }

  /** Remembers which samples of `keys[from..to)` go left: those before `middle`. */
  markSides(from: number, middle: number, to: number): void {
    this.kernel.markSides(this.keysAt + 4 * from, middle - from, to - from, this.goesLeftAt);
  }

  /** Parts `keys[from..to)` as marked, each side in its old order; the right side is lost unless `keepRight`. */
  part(from: number, to: number, keepRight: boolean): void {
    this.kernel.partKeys(this.keysAt + 4 * from, to - from, this.spareAt, this.goesLeftAt, keepRight ? 1 : 0);
  }
}
