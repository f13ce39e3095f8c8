import { TREE_KERNEL } from "../generated/tree-kernel";
import type { Task } from "../parallel/task";
import type { TreeArrays } from "./ensemble";
import { packNodes, treeStarts, type PackedNodes } from "./packed-nodes";

/** What walking reads of an ensemble, where it reads it. */
export interface PlacedTrees {
  /** As `TreeArrays` has them, where they are too many for packed ones. */
  readonly nodes: Int32Array | PackedNodes;
  readonly leaves: Float64Array;
  readonly roots: Int32Array;
  /** Null where WebAssembly, or so much of its memory, is not to be had. */
  readonly walker: BlockWalker | null;
}

/** Room for rows to be walked together. */
export interface WalkBlock {
  /** Of up to maxRows rows, as `encodeRows` writes them in groups; to be filled before a walk. */
  readonly codes: Uint16Array;
  /** Shape (maxRows, outputs); a walk adds the leaves to what is there. */
  readonly sums: Float64Array;
  /** A walk of the first rows, for `walkBlock` on whichever thread. */
  order(rowCount: number): WalkOrder;
}

/** What a thread needs to walk a block where it lies. */
export interface WalkOrder {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly isPacked: boolean;
  readonly args: readonly number[];
}

/** Walks many rows through all trees at once, in WebAssembly. */
export interface BlockWalker {
  /** Rows of one block; a multiple of 8. */
  readonly maxRows: number;
  /** The first is for walks on the calling thread, see `walk`; the others are for those on another one. */
  readonly blocks: readonly [WalkBlock, WalkBlock, WalkBlock];
  /** Walks the first block, at once. */
  walk(rowCount: number): void;
}

type WalkTrees = (...args: readonly number[]) => void;

/** Rows whose codes lie together, code by code. */
export const LANES = 8;
const BLOCKS = 3;
const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536;
/** Codes and sums of a block stay in the second-level cache beside a tree. */
const BLOCK_BYTES = 512 * 1024;
const MAX_BLOCK_ROWS = 4096;
/** The kernel reads so far behind the codes: whatever stands where a walk that is over looks for a test. */
const STRAY_BYTES = 2 * LANES * 65_536;

let compiled: WebAssembly.Module | undefined;

/** Compiles the kernel, once; called by a process that wants this done under other flags than the rest. */
export function compileTreeKernel(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(TREE_KERNEL), (char) => char.charCodeAt(0)));
  return compiled;
}

/** A task: walks a block in the memory it lies in, which is shared between threads. */
export const walkBlock: Task<WalkOrder, null> = function* ({ module, memory, isPacked, args }) {
  kernelOf(module, memory, isPacked)(...args);
  return null;
};

/** Copies the arrays to where the kernel can read them, so that the originals can go. */
export function placeForWalking(
  trees: Pick<TreeArrays, "nodes" | "leaves" | "roots" | "featureCount" | "leafSize" | "outputs">,
): PlacedTrees {
  const { leaves, roots, featureCount, leafSize, outputs } = trees;
  const starts = treeStarts(trees);
  const isPacked = packNodes(trees, starts);
  const rowBytes = 4 * featureCount;
  const fitting = Math.floor(BLOCK_BYTES / (rowBytes + 8 * outputs) / LANES) * LANES;
  const maxRows = Math.min(MAX_BLOCK_ROWS, Math.max(LANES, fitting));
  const sumBytes = maxRows * outputs * 8;
  const codeBytes = maxRows * rowBytes;
  // A walk that is over looks for a test before the nodes, no further than a leaf's size for each leaf.
  const places = placesOf([
    leaves.byteLength,
    BLOCKS * sumBytes,
    isPacked ? (trees.nodes.byteLength / 3) * 2 : trees.nodes.byteLength,
    roots.byteLength,
    starts.byteLength,
    BLOCKS * codeBytes + STRAY_BYTES,
  ]);
  const memory = allocate(places[6], isPacked);
  if (memory === null) return { nodes: trees.nodes, leaves, roots, walker: null };

  const { buffer } = memory;
  const placed = {
    leaves: copyTo(new Float64Array(buffer, 0, leaves.length), leaves),
    nodes: isPacked
      ? new Uint16Array(buffer, places[2], (trees.nodes.length / 3) * 4)
      : copyTo(new Int32Array(buffer, places[2], trees.nodes.length), trees.nodes),
    roots: copyTo(new Int32Array(buffer, places[3], roots.length), roots),
    starts: copyTo(new Int32Array(buffer, places[4], starts.length), starts),
  };
  // Packed where they stay: an array in between, of megabytes, would leave holes in the process's memory.
  if (placed.nodes instanceof Uint16Array) packNodes(trees, starts, placed.nodes);
  const module = compileTreeKernel();
  const walk = kernelOf(module, memory, isPacked);
  // Closures below may not name the originals: they would hold a whole model file.
  const block = (index: number): WalkBlock => {
    const sums = new Float64Array(buffer, places[1] + index * sumBytes, maxRows * outputs);
    const codes = new Uint16Array(buffer, places[5] + index * codeBytes, codeBytes / 2);
    const order = (rowCount: number) => ({
      module,
      memory,
      isPacked,
      args: [
        placed.nodes.byteOffset,
        placed.roots.byteOffset,
        placed.starts.byteOffset,
        placed.roots.length,
        placed.leaves.byteOffset,
        leafSize,
        codes.byteOffset,
        rowBytes,
        Math.ceil(rowCount / LANES) * LANES,
        sums.byteOffset,
        outputs,
      ],
    });
    return { codes, sums, order };
  };
  const blocks = [block(0), block(1), block(2)] as const;
  return {
    nodes: placed.nodes instanceof Int32Array ? placed.nodes : { nodes: placed.nodes, starts: placed.starts },
    leaves: placed.leaves,
    roots: placed.roots,
    walker: { maxRows, blocks, walk: (rowCount) => walk(...blocks[0].order(rowCount).args) },
  };
}

function copyTo<Target extends { set(source: ArrayLike<number>): void }>(
  target: Target,
  source: ArrayLike<number>,
): Target {
  target.set(source);
  return target;
}

function placesOf(lengths: readonly number[]): number[] {
  const places = [0];
  for (const length of lengths) places.push(places[places.length - 1] + length);
  return places;
}

/** Shared, so that another thread can walk; null where that is not to be had. */
function allocate(bytes: number, isPacked: boolean): WebAssembly.Memory | null {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  if (typeof WebAssembly === "undefined" || pages > MAX_PAGES) return null;
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    kernelOf(compileTreeKernel(), memory, isPacked);
    return memory;
  } catch {
    // No room for that much, or a page whose policy forbids WebAssembly: trees are walked row by row then.
    return null;
  }
}

function kernelOf(module: WebAssembly.Module, memory: WebAssembly.Memory, isPacked: boolean): WalkTrees {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const walkTrees = exports.walkTrees as (isPacked: number, ...args: readonly number[]) => void;
  return (...args) => walkTrees(Number(isPacked), ...args);
}
