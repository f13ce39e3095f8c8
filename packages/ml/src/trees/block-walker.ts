import { TREE_KERNEL } from "../generated/tree-kernel";
import type { Task } from "../parallel/task";

/** The arrays of a tree ensemble that walking reads, see `TreeEnsemble`. */
export interface WalkedArrays {
  readonly nodes: Int32Array;
  readonly leaves: Float64Array;
  readonly roots: Int32Array;
}

/** Room for rows to be walked together. */
export interface WalkBlock {
  /** Shape (maxRows, 2 x featureCount), to be filled before a walk. */
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

const LANES = 8;
const BLOCKS = 3;
const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536;
/** Codes and sums of a block stay in the second-level cache beside a tree. */
const BLOCK_BYTES = 512 * 1024;
const MAX_BLOCK_ROWS = 4096;
/** The kernel reads a tree ahead in whole words and may end so far behind it. */
const READ_AHEAD_BYTES = 8;

let compiled: WebAssembly.Module | undefined;

/** Compiles the kernel, once; called by a process that wants this done under other flags than the rest. */
export function compileTreeKernel(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(TREE_KERNEL), (char) => char.charCodeAt(0)));
  return compiled;
}

/** A task: walks a block in the memory it lies in, which is shared between threads. */
export const walkBlock: Task<WalkOrder, null> = function* ({ module, memory, args }) {
  kernelOf(module, memory)(...args);
  return null;
};

/**
 * Copies the arrays to where the kernel can read them. The copies are returned too, so that the originals can go; they
 * come back as they are, without a walker, where WebAssembly or so much of its memory is not to be had.
 */
export function placeForWalking<Arrays extends WalkedArrays>(
  trees: Arrays & { featureCount: number; leafSize: number; outputs: number },
): { arrays: WalkedArrays; walker: BlockWalker | null } {
  const { nodes, leaves, roots, featureCount, leafSize, outputs } = trees;
  const rowBytes = 4 * featureCount;
  const fitting = Math.floor(BLOCK_BYTES / (rowBytes + 8 * outputs) / LANES) * LANES;
  const maxRows = Math.min(MAX_BLOCK_ROWS, Math.max(LANES, fitting));
  const extents = treeExtents(trees);
  const sumBytes = maxRows * outputs * 8;
  const codeBytes = maxRows * rowBytes;
  const places = placesOf([
    leaves.byteLength,
    BLOCKS * sumBytes,
    nodes.byteLength,
    roots.byteLength,
    extents.byteLength,
    BLOCKS * codeBytes + READ_AHEAD_BYTES,
  ]);
  const memory = allocate(places[6]);
  if (memory === null) return { arrays: trees, walker: null };

  const { buffer } = memory;
  const placed = {
    leaves: new Float64Array(buffer, 0, leaves.length),
    nodes: new Int32Array(buffer, places[2], nodes.length),
    roots: new Int32Array(buffer, places[3], roots.length),
  };
  placed.leaves.set(leaves);
  placed.nodes.set(nodes);
  placed.roots.set(roots);
  const addressed = new Int32Array(buffer, places[4], extents.length);
  extents.forEach((at, i) => {
    addressed[i] = i % 2 === 0 ? places[2] + at * 4 : at * 8;
  });

  const module = compileTreeKernel();
  const walk = kernelOf(module, memory);
  // Closures below may not name the originals: they would hold a whole model file.
  const block = (index: number): WalkBlock => {
    const sums = new Float64Array(buffer, places[1] + index * sumBytes, maxRows * outputs);
    const codes = new Uint16Array(buffer, places[5] + index * codeBytes, codeBytes / 2);
    const order = (rowCount: number) => ({
      module,
      memory,
      args: [
        placed.nodes.byteOffset,
        placed.roots.byteOffset,
        addressed.byteOffset,
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
    arrays: placed,
    walker: { maxRows, blocks, walk: (rowCount) => walk(...blocks[0].order(rowCount).args) },
  };
}

/** Where each tree's nodes and leaves begin, in elements, shape (trees + 1, 2). Only a hint for reading ahead. */
function treeExtents({ nodes, leaves, roots, leafSize }: WalkedArrays & { leafSize: number }): Int32Array {
  const extents = new Int32Array(2 * (roots.length + 1));
  let start = nodes.length;
  for (let tree = roots.length; tree >= 0; tree--) {
    if (tree < roots.length && roots[tree] >= 0 && roots[tree] < start) start = roots[tree];
    extents[2 * tree] = start;
    // A tree has one leaf more than it has nodes.
    extents[2 * tree + 1] = Math.min(leaves.length, (start / 3 + tree) * leafSize);
  }
  return extents;
}

function placesOf(lengths: readonly number[]): number[] {
  const places = [0];
  for (const length of lengths) places.push(places[places.length - 1] + length);
  return places;
}

/** Shared, so that another thread can walk; null where that is not to be had. */
function allocate(bytes: number): WebAssembly.Memory | null {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  if (typeof WebAssembly === "undefined" || pages > MAX_PAGES) return null;
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    kernelOf(compileTreeKernel(), memory);
    return memory;
  } catch {
    // No room for that much, or a page whose policy forbids WebAssembly: trees are walked row by row then.
    return null;
  }
}

function kernelOf(module: WebAssembly.Module, memory: WebAssembly.Memory): WalkTrees {
  return new WebAssembly.Instance(module, { env: { memory } }).exports.walkTrees as WalkTrees;
}
