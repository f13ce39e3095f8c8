import { LearningError } from "../errors";
import { BOOST_KERNEL } from "../generated/boost-kernel";
import type { Task } from "../parallel/task";

/** What `kernels/boost-trees.ts` exports; addresses are in bytes. */
export interface Kernel {
  fillUnit(...args: number[]): void;
  fillWeighted(...args: number[]): void;
  combine(target: number, from: number, words: number, sign: number): void;
  clear(target: number, words: number): void;
  largest(values: number, count: number): number;
  pack(
    values: number,
    count: number,
    scale: number,
    shift: bigint,
    low: bigint,
    packed: number,
    stride: number,
  ): void;
  partition(...args: number[]): number;
  readCells(...args: number[]): void;
  totals(...args: number[]): void;
  findSplit(...args: number[]): void;
}

/** A part of a histogram to be summed on another thread. */
export interface FillOrder {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly weighted: boolean;
  readonly args: readonly number[];
}

/** A task: sums rows into a histogram in memory shared with the thread that waits for it. */
export const fillHistogram: Task<FillOrder, null> = function* ({ module, memory, weighted, args }) {
  const kernel = kernelOf(module, memory);
  if (weighted) kernel.fillWeighted(...args);
  else kernel.fillUnit(...args);
  return null;
};

const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536;

let compiled: WebAssembly.Module | undefined;

export function compileBoostKernel(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(BOOST_KERNEL), (char) => char.charCodeAt(0)));
  return compiled;
}

export function kernelOf(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernel;
}

/** Memory that threads share and that can grow. */
export function allocateMemory(bytes: number): WebAssembly.Memory {
  const initial = Math.ceil(bytes / PAGE_BYTES);
  if (initial < MAX_PAGES) return new WebAssembly.Memory({ initial, maximum: MAX_PAGES, shared: true });
  const gigabytes = (bytes / 2 ** 30).toFixed(1);
  throw new LearningError(
    "invalid_input",
    `Boosting this table takes ${gigabytes} GB of memory, 4 GB is the most.`,
  );
}

export function growMemory(memory: WebAssembly.Memory, bytes: number): void {
  try {
    memory.grow(Math.ceil(bytes / PAGE_BYTES));
  } catch {
    const advice = "Set max_leaf_nodes or max_depth lower.";
    throw new LearningError(
      "invalid_parameter",
      `Growing so many leaves at once takes more memory than there is. ${advice}`,
      { parameter: "max_leaf_nodes" },
    );
  }
}

/** Places in a memory, 16 bytes apart at least. */
export class Layout {
  end = 0;

  place(bytes: number): number {
    const at = this.end;
    this.end += Math.ceil(bytes / 16) * 16;
    return at;
  }
}
